// Tokens from Maskinporten.
// The environment variable MASKINPORTEN_JWK_BASE64 holds the private key: its JWK in base64.
package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	clientID      = "{{client_id}}"
	scope         = "{{scope}}"
	issuer        = "{{issuer}}"
	tokenEndpoint = "{{token_endpoint}}"
)

// Maskinporten keeps its token until shortly before it expires.
type Maskinporten struct {
	signer  jose.Signer
	client  http.Client
	mutex   sync.Mutex
	token   string
	renewAt time.Time
}

func NewMaskinporten() (*Maskinporten, error) {
	text, err := base64.StdEncoding.DecodeString(os.Getenv("MASKINPORTEN_JWK_BASE64"))
	if err != nil {
		return nil, fmt.Errorf("MASKINPORTEN_JWK_BASE64: %w", err)
	}
	var jwk jose.JSONWebKey
	if err := json.Unmarshal(text, &jwk); err != nil {
		return nil, fmt.Errorf("MASKINPORTEN_JWK_BASE64: %w", err)
	}
	// The kid of the JWK goes into the header by itself.
	key := jose.SigningKey{Algorithm: jose.SignatureAlgorithm(jwk.Algorithm), Key: jwk}
	signer, err := jose.NewSigner(key, nil)
	return &Maskinporten{signer: signer, client: http.Client{Timeout: 30 * time.Second}}, err
}

func (m *Maskinporten) Token() (string, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if time.Now().Before(m.renewAt) {
		return m.token, nil
	}
	grant, err := m.grant()
	if err != nil {
		return "", err
	}
	response, err := m.client.PostForm(tokenEndpoint, url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"},
		"assertion":  {grant},
	})
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("Maskinporten: %d %s", response.StatusCode, body)
	}
	var answer struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", err
	}
	m.token = answer.AccessToken
	m.renewAt = time.Now().Add(time.Duration(answer.ExpiresIn-10) * time.Second)
	return m.token, nil
}

func (m *Maskinporten) grant() (string, error) {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return "", err
	}
	now := time.Now().Unix()
	claims, err := json.Marshal(map[string]any{
		"aud":          issuer,
		"iss":          clientID,
		"scope":        scope,
		"resource":     []string{"{{resource}}"},
		"consumer_org": "{{consumer_org}}",
		"iat":          now,
		"exp":          now + 120, // the most that Maskinporten takes
		"jti":          hex.EncodeToString(id),
	})
	if err != nil {
		return "", err
	}
	jws, err := m.signer.Sign(claims)
	if err != nil {
		return "", err
	}
	return jws.CompactSerialize()
}

func main() {
	maskinporten, err := NewMaskinporten()
	if err == nil {
		var token string
		if token, err = maskinporten.Token(); err == nil {
			fmt.Println(token)
			return
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
