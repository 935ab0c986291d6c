/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Further devices and renewals of somebody signed in (GS-2.1.3): the new
 * transport key is read, and a passkey's registration checked, which only
 * the gateway can: the database takes its class from here, and another
 * person confirms it.
 */
#include "hook.h"
#include "request.h"
#include "worker.h"

#include "identity/attestation.h"

#define NGX_HTTP_COUNTERSIGN_MAX_DEVICE_CERTIFICATE 8192

static cs_status_t
ngx_http_countersign_device_certificate(ngx_http_countersign_ctx_t *ctx, const char *pem, const char **thumbprint,
                                        cs_error_t *error)
{
    cs_buffer_t der;
    cs_certificate_t *certificate;

    cs_buffer_init(&der, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_DEVICE_CERTIFICATE);

    certificate = cs_pool_zalloc(&ctx->pool, sizeof(cs_certificate_t));
    if (certificate == NULL) {
        return CS_NO_MEMORY;
    }

    if (cs_certificate_from_pem(&ctx->pool, cs_bytes_text(pem), &der) != CS_OK ||
        cs_certificate_read(&ctx->pool, cs_buffer_bytes(&der), certificate) != CS_OK) {
        return cs_error_set(error, CS_INVALID_VALUE, "/certificate", "it is no certificate with a key that we take");
    }

    *thumbprint = certificate->thumbprint;

    return ngx_http_countersign_input_set_hex(ctx, "certificate", cs_buffer_bytes(&der));
}

/* A JWK, of which the database gets the SubjectPublicKeyInfo as the member `name`. */
static cs_status_t
ngx_http_countersign_device_key(ngx_http_countersign_ctx_t *ctx, const json_t *jwk, const char *pointer,
                                const char *name, const char **thumbprint, cs_error_t *error)
{
    cs_key_t *key;
    cs_buffer_t spki;
    cs_status_t status;

    cs_buffer_init(&spki, &ctx->pool, 512);

    if (cs_key_read_jwk(&ctx->pool, jwk, &key) != CS_OK) {
        return cs_error_set(error, CS_INVALID_VALUE, pointer,
                            "it is no public key of P-256 or Ed25519, and nothing private");
    }

    *thumbprint = cs_key_thumbprint(key);
    status = cs_key_public(key, &spki);

    return status == CS_OK ? ngx_http_countersign_input_set_hex(ctx, name, cs_buffer_bytes(&spki)) : status;
}

cs_status_t
ngx_http_countersign_device_signing_key(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    const char *thumbprint;
    const json_t *jwk = json_object_get(ctx->input, "signing_key");

    if ((jwk == NULL) != (json_object_get(ctx->input, "signing_proof") == NULL)) {
        return cs_error_set(error, CS_MISSING_MEMBER, "/signing_proof",
                            "a signing_key comes with the signing_proof that it made, and only then");
    }

    if (jwk == NULL) {
        return CS_OK;
    }

    if (json_object_get(ctx->input, "attestation") != NULL) {
        return cs_error_set(error, CS_INVALID_VALUE, "/signing_key", "a device signs with a passkey or with a key");
    }

    return ngx_http_countersign_device_key(ctx, jwk, "/signing_key", "signing_key", &thumbprint, error);
}

/* The new transport key: a certificate or a browser's key, and which of them there is. */
static cs_status_t
ngx_http_countersign_device_transport(ngx_http_countersign_ctx_t *ctx, const char **thumbprint, cs_error_t *error)
{
    const char *pem = cs_json_get_text(ctx->input, "certificate");
    const json_t *jwk = json_object_get(ctx->input, "jwk");

    if ((pem == NULL) == (jwk == NULL)) {
        return cs_error_set(error, CS_MISSING_MEMBER, "/certificate", "a device has a certificate or a jwk");
    }

    return pem != NULL ? ngx_http_countersign_device_certificate(ctx, pem, thumbprint, error)
                       : ngx_http_countersign_device_key(ctx, jwk, "/jwk", "key", thumbprint, error);
}

/* What the database keeps of a passkey. */
static cs_status_t
ngx_http_countersign_device_set_passkey(ngx_http_countersign_ctx_t *ctx, const cs_passkey_t *passkey,
                                        const char *class_name)
{
    json_t *kept;
    cs_buffer_t spki, hex;
    cs_status_t status;

    cs_buffer_init(&spki, &ctx->pool, 512);
    cs_buffer_init(&hex, &ctx->pool, 1024);

    status = cs_key_public(passkey->key, &spki);

    if (status == CS_OK) {
        status = cs_hex_encode(cs_buffer_bytes(&spki), &hex);
    }

    if (status != CS_OK) {
        return status;
    }

    kept = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "credential_id", passkey->credential_id, "key",
                     cs_buffer_text(&hex), "class", class_name, "origin", passkey->origin, "rp_id",
                     (const char *)ctx->conf->rp_id.data, "sign_count", (json_int_t)passkey->sign_count);

    return json_object_set_new(ctx->input, "passkey", kept) == 0 ? CS_OK : CS_NO_MEMORY;
}

static cs_status_t
ngx_http_countersign_device_passkey(ngx_http_countersign_ctx_t *ctx, const char *thumbprint, cs_error_t *error)
{
    uint8_t challenge[CS_DIGEST_SIZE] = {0};
    cs_passkey_t passkey;
    cs_status_t status;
    const char *class_name, *rp_id = (const char *)ctx->conf->rp_id.data;
    const cs_passkey_expected_t expected = {
        .challenge = cs_bytes(challenge, sizeof(challenge)),
        .rp_id = rp_id,
        .origins = ctx->conf->origins->elts,
        .origin_count = ctx->conf->origins->nelts - 1, /* the list ends with NULL */
    };

    status = cs_identity_passkey_challenge(&ctx->pool, ctx->policy->snapshot->platform, ctx->account, ctx->session,
                                           thumbprint, challenge);

    if (status == CS_OK) {
        status = cs_passkey_registration_read(&ctx->pool, json_object_get(ctx->input, "attestation"), &expected,
                                              &passkey, error);
    }

    if (status == CS_OK) {
        status = cs_identity_attestation_check(&passkey, rp_id, ctx->conf->attestation_roots, &class_name, error);
    }

    if (status != CS_OK) {
        return status == CS_NO_MEMORY ? status
                                      : cs_error_set(error, CS_INVALID_VALUE, "/attestation", "%s", error->text);
    }

    status = ngx_http_countersign_device_set_passkey(ctx, &passkey, class_name);

    if (status == CS_OK && ngx_strcmp(class_name, "hardware") == 0) {
        /* the reviewers see the model that its maker vouches for */
        status = ngx_http_countersign_input_set_hex(ctx, "model", cs_bytes(passkey.aaguid, CS_AAGUID_SIZE));
    }

    return status;
}

cs_status_t
ngx_http_countersign_device_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    const char *thumbprint = NULL;

    status = ngx_http_countersign_device_signing_key(ctx, error);

    if (status == CS_OK) {
        status = ngx_http_countersign_device_transport(ctx, &thumbprint, error);
    }

    if (status == CS_OK && json_object_get(ctx->input, "attestation") != NULL) {
        status = ngx_http_countersign_device_passkey(ctx, thumbprint, error);
    }

    (void)json_object_del(ctx->input, "attestation");

    return status;
}
