import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory
import com.nimbusds.jose.jwk.JWK
import com.nimbusds.jose.util.JSONObjectUtils
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration
import java.time.Instant
import java.util.Base64
import java.util.Date
import java.util.UUID
import kotlin.system.exitProcess

private const val CLIENT_ID = "{{client_id}}"
private const val SCOPE = "{{scope}}"
private const val ISSUER = "{{issuer}}"
private const val TOKEN_ENDPOINT = "{{token_endpoint}}"

/**
 * Tokens from Maskinporten, each kept until shortly before it expires.
 * The environment variable MASKINPORTEN_JWK_BASE64 holds the private key: its JWK in base64.
 */
class Maskinporten {
    private val http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()
    private val key = JWK.parse(
        String(Base64.getDecoder().decode(System.getenv("MASKINPORTEN_JWK_BASE64")))
    )
    private var token = ""
    private var renewAt = Instant.MIN

    @Synchronized
    fun token(): String {
        if (Instant.now() >= renewAt) {
            val answer = JSONObjectUtils.parse(requestToken())
            token = JSONObjectUtils.getString(answer, "access_token")
            renewAt = Instant.now().plusSeconds(JSONObjectUtils.getLong(answer, "expires_in") - 10)
        }
        return token
    }

    private fun requestToken(): String {
        val grantType = URLEncoder.encode("urn:ietf:params:oauth:grant-type:jwt-bearer", "UTF-8")
        val request = HttpRequest.newBuilder(URI.create(TOKEN_ENDPOINT))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=$grantType&assertion=${grant()}"))
            .build()
        val response = http.send(request, BodyHandlers.ofString())
        check(response.statusCode() == 200) {
            "Maskinporten: ${response.statusCode()} ${response.body()}"
        }
        return response.body()
    }

    private fun grant(): String {
        val now = Instant.now()
        val claims = JWTClaimsSet.Builder()
            .audience(ISSUER)
            .issuer(CLIENT_ID)
            .claim("scope", SCOPE)
            .claim("resource", listOf("{{resource}}"))
            .claim("consumer_org", "{{consumer_org}}")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(120))) // the most that Maskinporten takes
            .jwtID(UUID.randomUUID().toString())
            .build()
        val header = JWSHeader.Builder(JWSAlgorithm.parse(key.algorithm.name))
            .keyID(key.keyID)
            .build()
        return SignedJWT(header, claims)
            .apply { sign(DefaultJWSSignerFactory().createJWSSigner(key)) }
            .serialize()
    }
}

fun main() {
    try {
        println(Maskinporten().token())
    } catch (refusal: IllegalStateException) {
        System.err.println(refusal.message)
        exitProcess(1)
    }
}
