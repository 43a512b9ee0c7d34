// Tokens from Maskinporten.
// The environment variable MASKINPORTEN_JWK_BASE64 holds the private key: its JWK in base64.
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

try
{
    using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
    Console.WriteLine(await new Maskinporten(http).GetTokenAsync());
}
catch (HttpRequestException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    Environment.ExitCode = 1;
}

/// <summary>Keeps its token until shortly before it expires.</summary>
public sealed class Maskinporten(HttpClient http)
{
    private const string ClientId = "{{client_id}}";
    private const string Scope = "{{scope}}";
    private const string Issuer = "{{issuer}}";
    private const string TokenEndpoint = "{{token_endpoint}}";

    private readonly JsonWebKey _key = ReadKey();
    private readonly SemaphoreSlim _one = new(1, 1);
    private string _token = "";
    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;

    public async Task<string> GetTokenAsync(CancellationToken cancel = default)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (DateTimeOffset.UtcNow >= _renewAt)
            {
                using var answer = JsonDocument.Parse(await RequestTokenAsync(cancel));
                _token = answer.RootElement.GetProperty("access_token").GetString()!;
                _renewAt = DateTimeOffset.UtcNow.AddSeconds(
                    answer.RootElement.GetProperty("expires_in").GetInt32() - 10);
            }
            return _token;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<string> RequestTokenAsync(CancellationToken cancel)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = Grant(),
        });
        using var response = await http.PostAsync(TokenEndpoint, form, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"Maskinporten: {(int)response.StatusCode} {body}");
        return body;
    }

    private string Grant()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["aud"] = Issuer,
            ["iss"] = ClientId,
            ["scope"] = Scope,
            ["resource"] = new[] { "{{resource}}" },
            ["consumer_org"] = "{{consumer_org}}",
            ["iat"] = now,
            ["exp"] = now + 120, // the most that Maskinporten takes
            ["jti"] = Guid.NewGuid().ToString(),
        });
        // The kid of the JWK goes into the header by itself.
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(claims, new SigningCredentials(_key, _key.Alg));
    }

    private static JsonWebKey ReadKey()
    {
        var text = Environment.GetEnvironmentVariable("MASKINPORTEN_JWK_BASE64")
            ?? throw new InvalidOperationException("MASKINPORTEN_JWK_BASE64 is not set");
        return new JsonWebKey(Encoding.UTF8.GetString(Convert.FromBase64String(text)));
    }
}
