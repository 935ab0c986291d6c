/* SPDX-License-Identifier: Apache-2.0 */
/* Only the format "packed" (WebAuthn §8.2) is looked into: it is what security keys speak.  Others attest nothing here. */
#include "identity/attestation.h"

#include <fido.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/guard.h"

#define CS_MAX_ATTESTATION_CHAIN 4
#define CS_MAX_ATTESTATION_ROOTS 256
#define CS_AAGUID_OID            "1.3.6.1.4.1.45724.1.1.4" /* id-fido-gen-ce-aaguid */

struct cs_identity_roots_s {
    X509_STORE *store; /* belongs to the pool */
};

cs_status_t
cs_identity_passkey_challenge(cs_pool_t *pool, const char *platform, const char *account, const char *session,
                              const char *thumbprint, uint8_t out[CS_DIGEST_SIZE])
{
    json_t *members = json_pack("{s:s, s:s, s:s, s:s}", "account", account, "aud", platform, "session", session,
                                "thumbprint", thumbprint);
    cs_buffer_t canonical;
    cs_bytes_t bytes;
    cs_status_t status;

    cs_buffer_init(&canonical, pool, 1024);
    CS_REQUIRE(members != NULL, CS_NO_MEMORY);
    CS_TRY(cs_json_canonical(members, &canonical, NULL));
    bytes = cs_buffer_bytes(&canonical);
    status = cs_digest(&bytes, 1, out);
out:
    json_decref(members);
    return status;
}

static void
cs_identity_roots_release(void *data)
{
    X509_STORE_free(data);
}

static cs_status_t
cs_identity_roots_fill(X509_STORE *store, BIO *pem)
{
    X509 *root;
    size_t count = 0;
    cs_status_t status = CS_OK;

    while (status == CS_OK && (root = PEM_read_bio_X509(pem, NULL, NULL, NULL)) != NULL) {
        status = ++count <= CS_MAX_ATTESTATION_ROOTS && X509_STORE_add_cert(store, root) == 1 ? CS_OK : CS_MALFORMED;
        X509_free(root);
    }
    ERR_clear_error();
    return count == 0 ? CS_MALFORMED : status;
}

cs_status_t
cs_identity_roots_read(cs_pool_t *pool, cs_bytes_t pem, cs_identity_roots_t **out)
{
    BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
    cs_status_t status;

    *out = cs_pool_zalloc(pool, sizeof(**out));
    CS_REQUIRE(*out != NULL && bio != NULL, CS_NO_MEMORY);
    (*out)->store = X509_STORE_new();
    CS_REQUIRE((*out)->store != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(pool, cs_identity_roots_release, (*out)->store));
    status = cs_identity_roots_fill((*out)->store, bio);
out:
    BIO_free(bio);
    return status;
}

/* The statement's signature over authenticator data and client data's digest, and its form. */
static cs_status_t
cs_identity_statement_verify(const cs_passkey_t *passkey, const char *rp_id, bool self)
{
    fido_cred_t *cred = fido_cred_new();
    cs_status_t status = CS_OK;
    const cs_bytes_t data = passkey->authenticator_data, statement = passkey->statement.whole;
    bool es256;

    CS_REQUIRE(cred != NULL, CS_NO_MEMORY);
    es256 = cs_bytes_equal(cs_bytes_text(cs_key_algorithm(passkey->key)), CS_LITERAL("ES256"));
    CS_REQUIRE(fido_cred_set_type(cred, es256 ? COSE_ES256 : COSE_EDDSA) == FIDO_OK &&
                   fido_cred_set_clientdata_hash(cred, passkey->client_data_digest, CS_DIGEST_SIZE) == FIDO_OK &&
                   fido_cred_set_rp(cred, rp_id, NULL) == FIDO_OK && fido_cred_set_uv(cred, FIDO_OPT_TRUE) == FIDO_OK &&
                   fido_cred_set_fmt(cred, passkey->format) == FIDO_OK &&
                   fido_cred_set_authdata_raw(cred, data.data, data.size) == FIDO_OK &&
                   fido_cred_set_attstmt(cred, statement.data, statement.size) == FIDO_OK,
               CS_BAD_SIGNATURE);
    CS_REQUIRE((self ? fido_cred_verify_self(cred) : fido_cred_verify(cred)) == FIDO_OK, CS_BAD_SIGNATURE);
out:
    fido_cred_free(&cred);
    return status;
}

/* The chain as it came, leaf first. */
static cs_status_t
cs_identity_chain_read(const cs_cbor_item_t *x5c, STACK_OF(X509) * chain)
{
    cs_bytes_t rest = x5c->content;
    cs_cbor_item_t item;
    cs_status_t status = CS_OK;

    CS_REQUIRE(x5c->kind == CS_CBOR_ARRAY && x5c->value >= 1 && x5c->value <= CS_MAX_ATTESTATION_CHAIN,
               CS_BAD_SIGNATURE);
    while (rest.size > 0) {
        const unsigned char *at;
        X509 *certificate;
        CS_TRY(cs_cbor_take(&rest, &item));
        CS_REQUIRE(item.kind == CS_CBOR_BYTES, CS_BAD_SIGNATURE);
        at = item.content.data;
        certificate = d2i_X509(NULL, &at, (long)item.content.size);
        CS_REQUIRE(certificate != NULL, CS_BAD_SIGNATURE);
        if (at != item.content.data + item.content.size || sk_X509_push(chain, certificate) <= 0) {
            X509_free(certificate);
            CS_FAIL(CS_BAD_SIGNATURE);
        }
    }
out:
    return status == CS_OK ? CS_OK : CS_BAD_SIGNATURE;
}

/* Where the certificate names a model, it must be the one of the authenticator data: OCTET STRING in OCTET STRING. */
static bool
cs_identity_model_fits(const X509 *leaf, const uint8_t *aaguid)
{
    ASN1_OBJECT *oid = OBJ_txt2obj(CS_AAGUID_OID, 1);
    int at = oid == NULL ? -1 : X509_get_ext_by_OBJ(leaf, oid, -1);
    const ASN1_OCTET_STRING *value = at < 0 ? NULL : X509_EXTENSION_get_data(X509_get_ext(leaf, at));
    cs_bytes_t bytes =
        value == NULL ? CS_BYTES_NONE : cs_bytes(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value));

    ASN1_OBJECT_free(oid);
    return at < 0 || (bytes.size == 2 + CS_AAGUID_SIZE && bytes.data[0] == V_ASN1_OCTET_STRING &&
                      bytes.data[1] == CS_AAGUID_SIZE &&
                      cs_bytes_equal(cs_bytes(bytes.data + 2, CS_AAGUID_SIZE), cs_bytes(aaguid, CS_AAGUID_SIZE)));
}

/* WebAuthn §8.2.1: version 3, organisational unit "Authenticator Attestation", no CA. */
static bool
cs_identity_leaf_fits(X509 *leaf, const uint8_t *aaguid)
{
    char unit[64];
    int size = X509_NAME_get_text_by_NID(X509_get_subject_name(leaf), NID_organizationalUnitName, unit, sizeof(unit));

    return X509_get_version(leaf) == X509_VERSION_3 && X509_check_ca(leaf) == 0 && size > 0 &&
           cs_bytes_equal(cs_bytes(unit, (size_t)size), CS_LITERAL("Authenticator Attestation")) &&
           cs_identity_model_fits(leaf, aaguid);
}

/* Does it end at an accepted root?  Attestation certificates name no purpose that X.509 knows. */
static bool
cs_identity_chain_holds(const cs_identity_roots_t *roots, STACK_OF(X509) * chain)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool holds = context != NULL && X509_STORE_CTX_init(context, roots->store, sk_X509_value(chain, 0), chain) == 1 &&
                 X509_verify_cert(context) == 1;

    X509_STORE_CTX_free(context);
    return holds;
}

static cs_status_t
cs_identity_packed_check(const cs_passkey_t *passkey, const char *rp_id, const cs_identity_roots_t *roots,
                         bool *trusted)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    cs_cbor_item_t x5c;
    cs_status_t status;
    bool self = cs_cbor_get(&passkey->statement, "x5c", &x5c) == CS_MISSING_MEMBER;

    *trusted = false;
    CS_REQUIRE(chain != NULL, CS_NO_MEMORY);
    CS_TRY(cs_identity_statement_verify(passkey, rp_id, self));
    if (!self) {
        CS_TRY(cs_identity_chain_read(&x5c, chain));
        *trusted = roots != NULL && cs_identity_leaf_fits(sk_X509_value(chain, 0), passkey->aaguid) &&
                   cs_identity_chain_holds(roots, chain);
    }
out:
    sk_X509_pop_free(chain, X509_free);
    ERR_clear_error(); /* a stranger's chain leaves nothing behind in the thread's queue */
    return status;
}

cs_status_t
cs_identity_attestation_check(const cs_passkey_t *passkey, const char *rp_id, const cs_identity_roots_t *roots,
                              const char **class_name, cs_error_t *error)
{
    bool trusted = false;
    cs_status_t status = CS_OK;

    *class_name = "software";
    if (cs_bytes_equal(cs_bytes_text(passkey->format), CS_LITERAL("packed"))) {
        status = cs_identity_packed_check(passkey, rp_id, roots, &trusted);
    }
    if (status != CS_OK) {
        return cs_error_set(error, status, "", "the attestation statement does not hold");
    }
    if (trusted) {
        *class_name = "hardware";
    }
    return CS_OK;
}
