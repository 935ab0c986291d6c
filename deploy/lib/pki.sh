# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The demonstration's certificate authority.  A bank would use its own; here openssl plays it.

# pki_key FILE
pki_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

pki_authority() {
    [ ! -e "$pki/ca.pem" ] || return 0
    (
        umask 077
        pki_key "$pki/ca.key"
    )
    openssl req -x509 -new -key "$pki/ca.key" -days 3650 -subj "/O=Countersign demonstration/CN=Demonstration CA" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out "$pki/ca.pem"
}

# A maker of authenticators, whose attestations the demonstration accepts: tests make passkeys in its name.
pki_maker() {
    [ ! -e "$pki/maker.pem" ] || return 0
    (
        umask 077
        pki_key "$pki/maker.key"
    )
    openssl req -x509 -new -key "$pki/maker.key" -days 3650 -subj "/O=Countersign demonstration/CN=Demonstration maker" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -out "$pki/maker.pem"
}

# pki_issue FOLDER NAME SUBJECT EXTENSION...: NAME.key and NAME.pem in FOLDER, once.
pki_issue() {
    local folder=$1 name=$2 subject=$3 extension
    [ ! -e "$folder/$name.pem" ] || return 0
    shift 3
    (
        umask 077
        pki_key "$folder/$name.key"
    )
    for extension in basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature "$@"; do
        echo "$extension"
    done >"$folder/$name.ext"
    openssl req -new -key "$folder/$name.key" -subj "$subject" |
        openssl x509 -req -CA "$pki/ca.pem" -CAkey "$pki/ca.key" -days 825 -set_serial "0x$(openssl rand -hex 16)" \
            -extfile "$folder/$name.ext" -out "$folder/$name.pem.new" 2>/dev/null
    rm "$folder/$name.ext"
    mv "$folder/$name.pem.new" "$folder/$name.pem"
}

pki_server() {
    pki_issue "$pki" server "/O=Countersign demonstration/CN=127.0.0.1" \
        extendedKeyUsage=serverAuth subjectAltName=IP:127.0.0.1,DNS:localhost
}

# pki_person FOLDER ACCOUNT INSTITUTION: a person's device, as the institution's CA would issue it.
pki_person() { pki_issue "$1" "$2" "/O=$3/CN=$2" extendedKeyUsage=clientAuth; }

# The name by which a certificate is pinned: base64url of the SHA-256 of its DER.
pki_thumbprint() {
    openssl x509 -in "$1" -outform DER | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '='
}
