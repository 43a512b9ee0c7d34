import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * Tokens from Maskinporten, each kept until shortly before it expires.
 * The environment variable MASKINPORTEN_JWK_BASE64 holds the private key: its JWK in base64.
 */
public final class Maskinporten {
    private static final String CLIENT_ID = "{{client_id}}";
    private static final String SCOPE = "{{scope}}";
    private static final String ISSUER = "{{issuer}}";
    private static final URI TOKEN_ENDPOINT = URI.create("{{token_endpoint}}");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final JWK key;
    private String token;
    private Instant renewAt = Instant.MIN;

    public Maskinporten() throws Exception {
        byte[] jwk = Base64.getDecoder().decode(System.getenv("MASKINPORTEN_JWK_BASE64"));
        key = JWK.parse(new String(jwk, StandardCharsets.UTF_8));
    }

    public synchronized String token() throws Exception {
        if (!Instant.now().isBefore(renewAt)) {
            var answer = JSONObjectUtils.parse(requestToken());
            token = JSONObjectUtils.getString(answer, "access_token");
            renewAt = Instant.now().plusSeconds(JSONObjectUtils.getLong(answer, "expires_in") - 10);
        }
        return token;
    }

    private String requestToken() throws Exception {
        String form = "grant_type=" + URLEncoder.encode("urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8)
                + "&assertion=" + grant();
        var request = HttpRequest.newBuilder(TOKEN_ENDPOINT)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Maskinporten: " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private String grant() throws Exception {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .audience(ISSUER)
                .issuer(CLIENT_ID)
                .claim("scope", SCOPE)
                .claim("resource", List.of("{{resource}}"))
                .claim("consumer_org", "{{consumer_org}}")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120))) // the most that Maskinporten takes
                .jwtID(UUID.randomUUID().toString())
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.parse(key.getAlgorithm().getName()))
                .keyID(key.getKeyID())
                .build();
        var jwt = new SignedJWT(header, claims);
        jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key));
        return jwt.serialize();
    }

    public static void main(String[] args) throws Exception {
        try {
            System.out.println(new Maskinporten().token());
        } catch (IllegalStateException refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }
}
