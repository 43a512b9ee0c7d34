#Requires -Version 7
# Tokens from Maskinporten.
# The environment variable MASKINPORTEN_JWK_BASE64 holds the private key (RSA): its JWK in base64.
$ErrorActionPreference = 'Stop'

$ClientId = '{{client_id}}'
$Scope = '{{scope}}'
$Issuer = '{{issuer}}'
$TokenEndpoint = '{{token_endpoint}}'

function ConvertTo-Base64Url([byte[]] $Octets) {
    [Convert]::ToBase64String($Octets).TrimEnd('=').Replace('+', '-').Replace('/', '_')
}

function ConvertFrom-Base64Url([string] $Text) {
    $padded = $Text.Replace('-', '+').Replace('_', '/') + '=' * ((4 - $Text.Length % 4) % 4)
    , [Convert]::FromBase64String($padded)
}

function New-MaskinportenGrant {
    $text = [Convert]::FromBase64String($env:MASKINPORTEN_JWK_BASE64)
    $jwk = [Text.Encoding]::UTF8.GetString($text) | ConvertFrom-Json
    $numbers = [Security.Cryptography.RSAParameters]::new()
    $numbers.Modulus = ConvertFrom-Base64Url $jwk.n
    $numbers.Exponent = ConvertFrom-Base64Url $jwk.e
    $numbers.D = ConvertFrom-Base64Url $jwk.d
    $numbers.P = ConvertFrom-Base64Url $jwk.p
    $numbers.Q = ConvertFrom-Base64Url $jwk.q
    $numbers.DP = ConvertFrom-Base64Url $jwk.dp
    $numbers.DQ = ConvertFrom-Base64Url $jwk.dq
    $numbers.InverseQ = ConvertFrom-Base64Url $jwk.qi
    $rsa = [Security.Cryptography.RSA]::Create($numbers)

    $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    $header = @{ alg = $jwk.alg; kid = $jwk.kid }
    $claims = @{
        aud = $Issuer
        iss = $ClientId
        scope = $Scope
        resource = @('{{resource}}')
        consumer_org = '{{consumer_org}}'
        iat = $now
        exp = $now + 120 # the most that Maskinporten takes
        jti = [guid]::NewGuid().ToString()
    }
    $parts = $header, $claims | ForEach-Object {
        ConvertTo-Base64Url ([Text.Encoding]::UTF8.GetBytes(($_ | ConvertTo-Json -Compress)))
    }
    $signed = $parts -join '.'
    $hash = [Security.Cryptography.HashAlgorithmName]::new('SHA' + $jwk.alg.Substring(2))
    $signature = $rsa.SignData([Text.Encoding]::ASCII.GetBytes($signed), $hash,
        [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $rsa.Dispose()
    "$signed.$(ConvertTo-Base64Url $signature)"
}

# Kept until shortly before it expires.
$script:Token = ''
$script:RenewAt = [DateTimeOffset]::MinValue

function Get-MaskinportenToken {
    if ([DateTimeOffset]::UtcNow -ge $script:RenewAt) {
        $request = @{
            Method = 'Post'
            Uri = $TokenEndpoint
            Body = @{
                grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
                assertion = New-MaskinportenGrant
            }
            TimeoutSec = 30
            SkipHttpErrorCheck = $true
            StatusCodeVariable = 'status'
        }
        $answer = Invoke-RestMethod @request
        if ($status -ne 200) { throw "Maskinporten: $status $($answer | ConvertTo-Json -Compress)" }
        $script:Token = $answer.access_token
        $script:RenewAt = [DateTimeOffset]::UtcNow.AddSeconds($answer.expires_in - 10)
    }
    $script:Token
}

try {
    Get-MaskinportenToken
} catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}
