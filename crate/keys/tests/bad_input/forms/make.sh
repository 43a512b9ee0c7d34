#!/usr/bin/env bash
# Makes one key on P-256 in every form that is read (and RSA and Ed25519 where a form
# is theirs), small and quick to open, for the tests that damage each of them.
#
#   ./make.sh
#
# Needs openssl and ssh-keygen. Nothing here protects anything: everybody has the keys.
set -euo pipefail
cd "$(dirname "$0")"
word=(-passout pass:kun-for-test)

openssl ecparam -name prime256v1 -genkey -noout -out sec1.pem
openssl ec -in sec1.pem -outform DER -out sec1.der
openssl pkcs8 -topk8 -nocrypt -in sec1.pem -out pkcs8.pem
openssl pkcs8 -topk8 -nocrypt -in sec1.pem -outform DER -out pkcs8.der
openssl pkey -in pkcs8.pem -pubout -out spki.pem
openssl pkey -in pkcs8.pem -pubout -outform DER -out spki.der

openssl genpkey -algorithm ed25519 -outform DER -out ed25519.pkcs8.der
openssl pkey -inform DER -in ed25519.pkcs8.der -pubout -outform DER -out ed25519.spki.der
openssl genrsa -traditional 2048 | openssl rsa -traditional -outform DER -out rsa.pkcs1.der
openssl rsa -inform DER -in rsa.pkcs1.der -RSAPublicKey_out -outform DER -out rsa.public.pkcs1.der

openssl req -x509 -key pkcs8.pem -subj "/C=NO/CN=Test/serialNumber=312770016" -days 3650 -outform DER -out certificate.der
openssl x509 -inform DER -in certificate.der -out certificate.pem

openssl pkcs8 -topk8 -in pkcs8.pem -v2 aes-256-cbc -iter 2 "${word[@]}" -outform DER -out pbes2.der
openssl pkcs8 -topk8 -in pkcs8.pem -scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1 "${word[@]}" -outform DER -out scrypt.der
openssl pkcs8 -topk8 -in pkcs8.pem -v1 PBE-SHA1-3DES -iter 2 "${word[@]}" -outform DER -out pbes1.der
openssl ec -in sec1.pem -aes128 "${word[@]}" -out older.pem
pkcs12() { cat pkcs8.pem certificate.pem | openssl pkcs12 -export -iter 2 "${word[@]}" "$@"; }
pkcs12 -out pbes2.p12
pkcs12 -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -out 3des.p12

openssh() {
  cp sec1.pem "$1"
  chmod 600 "$1"
  ssh-keygen -q -p -a 1 -f "$1" "${@:2}"
}
openssh openssh.pem -N ""
openssh openssh-encrypted.pem -N kun-for-test
openssh openssh-gcm.pem -N kun-for-test -Z aes256-gcm@openssh.com

rm certificate.pem
chmod 644 -- *.pem *.der *.p12
