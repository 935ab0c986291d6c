/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/attestation.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include "authenticator.h"

/* What a maker's certificate says; each can be wrong. */
typedef struct {
    const char *unit;
    const char *model; /* the aaguid it names, or NULL */
    bool authority;
} test_maker_t;

static const test_maker_t test_honest = {"Authenticator Attestation", "0123456789abcdef", false};

static EVP_PKEY *
test_pkey(const cs_key_t *key)
{
    cs_buffer_t pem = test_buffer(4096);
    BIO *bio;
    EVP_PKEY *pkey;

    IS(CS_OK, cs_key_pem(key, true, &pem));
    bio = BIO_new_mem_buf(pem.data, (int)pem.size);
    pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return pkey;
}

static void
test_extend(X509 *certificate, const test_maker_t *maker)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints,
                                                    maker->authority ? "critical,CA:TRUE" : "critical,CA:FALSE");

    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    if (maker->model != NULL) {
        ASN1_OBJECT *oid = OBJ_txt2obj("1.3.6.1.4.1.45724.1.1.4", 1);
        ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
        unsigned char bytes[18] = {4, 16};

        cs_bytes_copy(cs_bytes(maker->model, 16), bytes + 2);
        ASN1_OCTET_STRING_set(value, bytes, sizeof(bytes));
        extension = X509_EXTENSION_create_by_OBJ(NULL, oid, 0, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
        ASN1_OCTET_STRING_free(value);
        ASN1_OBJECT_free(oid);
    }
}

/* A certificate of `key` by `issuer` (NULL: by itself), as PEM or DER. */
static cs_bytes_t
test_certify(const cs_key_t *key, const char *name, const test_maker_t *maker, const cs_key_t *issuer,
             const char *issuer_name, bool pem)
{
    X509 *certificate = X509_new();
    EVP_PKEY *own = test_pkey(key), *by = test_pkey(issuer);
    BIO *bio = BIO_new(BIO_s_mem());
    cs_buffer_t out = test_buffer(8192);
    X509_NAME *subject = X509_get_subject_name(certificate), *from = X509_get_issuer_name(certificate);
    char *data;
    long size;

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 5);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "OU", MBSTRING_ASC, (const unsigned char *)maker->unit, -1, -1, 0);
    X509_NAME_add_entry_by_txt(from, "CN", MBSTRING_ASC, (const unsigned char *)issuer_name, -1, -1, 0);
    X509_NAME_add_entry_by_txt(from, "OU", MBSTRING_ASC, (const unsigned char *)"Authenticator Attestation", -1, -1, 0);
    X509_set_pubkey(certificate, own);
    test_extend(certificate, maker);
    X509_sign(certificate, by, EVP_sha256());
    if (pem) {
        PEM_write_bio_X509(bio, certificate);
    } else {
        i2d_X509_bio(bio, certificate);
    }
    size = BIO_get_mem_data(bio, &data);
    IS(CS_OK, cs_buffer_append(&out, cs_bytes(data, (size_t)size)));
    BIO_free(bio);
    X509_free(certificate);
    EVP_PKEY_free(own);
    EVP_PKEY_free(by);
    return cs_buffer_bytes(&out);
}

/* {alg: -7, sig, x5c: [der]}; without der a self attestation. */
static cs_bytes_t
test_statement(cs_bytes_t signature, cs_bytes_t der)
{
    cs_buffer_t out = test_buffer(8192);
    const uint8_t head[] = {0x58, (uint8_t)signature.size};
    const uint8_t size[] = {0x81, 0x59, (uint8_t)(der.size >> 8), (uint8_t)der.size};

    IS(CS_OK, cs_buffer_append(&out, der.size == 0 ? CS_LITERAL("\xa2\x63"
                                                                "alg\x26\x63sig")
                                                   : CS_LITERAL("\xa3\x63"
                                                                "alg\x26\x63sig")));
    IS(CS_OK, cs_buffer_append(&out, cs_bytes(head, sizeof(head))));
    IS(CS_OK, cs_buffer_append(&out, signature));
    if (der.size > 0) {
        IS(CS_OK, cs_buffer_append(&out, CS_LITERAL("\x63x5c")));
        IS(CS_OK, cs_buffer_append(&out, cs_bytes(size, sizeof(size))));
        IS(CS_OK, cs_buffer_append(&out, der));
    }
    return cs_buffer_bytes(&out);
}

/* The class that a passkey of that statement has, or the status. */
static cs_status_t
test_class(const test_authenticator_t *with, const cs_identity_roots_t *roots, const char **class_name)
{
    cs_passkey_t passkey;
    cs_status_t status = cs_passkey_registration_read(POOL, test_register(with), &test_expected, &passkey, NULL);

    return status == CS_OK ? cs_identity_attestation_check(&passkey, TEST_RP_ID, roots, class_name, NULL) : status;
}

typedef struct {
    cs_key_t *key, *batch, *root;
    cs_bytes_t root_pem;
    cs_identity_roots_t *roots;
    test_authenticator_t with;
} test_made_t;

static test_made_t
test_make(const test_maker_t *maker)
{
    const test_maker_t root = {"Authenticator Attestation", NULL, true};
    test_made_t made = {
        test_make_key("ES256"), test_make_key("ES256"), test_make_key("ES256"), CS_BYTES_NONE, NULL, {0}};
    cs_bytes_t der = test_certify(made.batch, "batch", maker, made.root, "root", false);

    made.root_pem = test_certify(made.root, "root", &root, made.root, "root", true);
    IS(CS_OK, cs_identity_roots_read(POOL, made.root_pem, &made.roots));
    made.with = test_authenticator(made.key, true);
    made.with.format = "packed";
    made.with.statement = test_statement(test_sign_der(made.batch, test_signed_bytes(&made.with, true)), der);
    return made;
}

static void
a_key_that_an_accepted_maker_attests_is_hardware__GS_2_1_3(void)
{
    test_made_t made = test_make(&test_honest);
    const char *class_name;

    IS(CS_OK, test_class(&made.with, made.roots, &class_name));
    CU_ASSERT_STRING_EQUAL(class_name, "hardware");
}

static void
a_key_that_nobody_known_attests_is_software__GS_2_1_3(void)
{
    static const test_maker_t makers[] = {{"Something else", "0123456789abcdef", false},
                                          {"Authenticator Attestation", "fedcba9876543210", false},
                                          {"Authenticator Attestation", "0123456789abcdef", true}};
    test_made_t made = test_make(&test_honest), other = test_make(&test_honest);
    test_authenticator_t none = test_authenticator(made.key, true);
    const char *class_name;

    IS(CS_OK, test_class(&none, made.roots, &class_name));
    CU_ASSERT_STRING_EQUAL(class_name, "software");
    IS(CS_OK, test_class(&made.with, NULL, &class_name));
    CU_ASSERT_STRING_EQUAL(class_name, "software");
    IS(CS_OK, test_class(&made.with, other.roots, &class_name));
    CU_ASSERT_STRING_EQUAL(class_name, "software");
    for (size_t i = 0; i < COUNT_OF(makers); i++) {
        made = test_make(&makers[i]);
        IS(CS_OK, test_class(&made.with, made.roots, &class_name));
        CU_ASSERT_STRING_EQUAL(class_name, "software");
    }
}

static void
a_key_that_attests_itself_is_software__GS_2_1_3(void)
{
    test_made_t made = test_make(&test_honest);
    const char *class_name;

    made.with.statement = test_statement(test_sign_der(made.key, test_signed_bytes(&made.with, true)), CS_BYTES_NONE);
    IS(CS_OK, test_class(&made.with, made.roots, &class_name));
    CU_ASSERT_STRING_EQUAL(class_name, "software");
    made.with.statement = test_statement(test_sign_der(made.batch, test_signed_bytes(&made.with, true)), CS_BYTES_NONE);
    IS(CS_BAD_SIGNATURE, test_class(&made.with, made.roots, &class_name));
}

static void
a_statement_that_does_not_hold_is_refused__GS_2_1_3(void)
{
    test_made_t made = test_make(&test_honest), other = test_make(&test_honest);
    const char *class_name;

    made.with.sign_count = 8; /* after the maker had signed */
    IS(CS_BAD_SIGNATURE, test_class(&made.with, made.roots, &class_name));
    made.with.sign_count = 7;
    made.with.statement = other.with.statement;
    IS(CS_BAD_SIGNATURE, test_class(&made.with, made.roots, &class_name));
    made.with.statement = CS_LITERAL("\xa0");
    IS(CS_BAD_SIGNATURE, test_class(&made.with, made.roots, &class_name));
}

static void
roots_are_certificates(void)
{
    cs_identity_roots_t *roots;

    IS(CS_MALFORMED, cs_identity_roots_read(POOL, TEXT(""), &roots));
    IS(CS_MALFORMED, cs_identity_roots_read(POOL, TEXT("no certificate"), &roots));
}

/* A registration that a maker attests, and the PEM of his root. */
typedef struct {
    json_t *registration;
    cs_bytes_t pem;
} test_attested_t;

static cs_status_t
test_work_attestation(cs_pool_t *pool, void *made)
{
    const test_attested_t *with = made;
    uint8_t challenge[CS_DIGEST_SIZE];
    cs_identity_roots_t *roots;
    cs_passkey_t passkey;
    const char *class_name;
    cs_status_t status = cs_identity_passkey_challenge(pool, "demo.example", "a", "s", "t", challenge);

    status = status == CS_OK ? cs_identity_roots_read(pool, with->pem, &roots) : status;
    status = status == CS_OK ? cs_passkey_registration_read(pool, with->registration, &test_expected, &passkey, NULL)
                             : status;
    return status == CS_OK ? cs_identity_attestation_check(&passkey, TEST_RP_ID, roots, &class_name, NULL) : status;
}

static void
attestations_survive_lack_of_memory(void)
{
    test_made_t made = test_make(&test_honest);
    test_attested_t attested = {test_register(&made.with), made.root_pem};

    test_sweep(test_work_attestation, &attested);
}

CU_TestInfo suite_attestation[] = {
    CLAIM(a_key_that_an_accepted_maker_attests_is_hardware__GS_2_1_3),
    CLAIM(a_key_that_nobody_known_attests_is_software__GS_2_1_3),
    CLAIM(a_key_that_attests_itself_is_software__GS_2_1_3),
    CLAIM(a_statement_that_does_not_hold_is_refused__GS_2_1_3),
    CLAIM(roots_are_certificates),
    CLAIM(attestations_survive_lack_of_memory),
    CU_TEST_INFO_NULL,
};
