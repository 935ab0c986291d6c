/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read of a certificate lies in the connection's pool, found again by
 * its cleanup.  SSL_get_verify_result is asked for each connection, since a
 * resumed session brings its certificate without a new handshake (GS-2.1.3).
 */
#include "certificate.h"

typedef struct {
    ngx_http_countersign_certificate_t certificate;
    cs_pool_t pool;
    const char *lack; /* NULL for one that can be used: a kind of key that is not ours signs nothing here */
} ngx_http_countersign_peer_t;

/* Has nothing to do: it is the mark by which the peer is found. */
static void
ngx_http_countersign_certificate_mark(void *data)
{
    (void)data;
}

static ngx_http_countersign_peer_t *
ngx_http_countersign_certificate_find(ngx_connection_t *c)
{
    ngx_pool_cleanup_t *cln;

    for (cln = c->pool->cleanup; cln != NULL; cln = cln->next) {
        if (cln->handler == ngx_http_countersign_certificate_mark) {
            return cln->data;
        }
    }

    return NULL;
}

static cs_status_t
ngx_http_countersign_certificate_der(ngx_connection_t *c, cs_bytes_t *der, const char **lack)
{
    int size;
    X509 *certificate;
    u_char *data, *end;

    *der = CS_BYTES_NONE;

    if (SSL_get_verify_result(c->ssl->connection) != X509_V_OK) {
        *lack = "the client certificate is not issued by an accepted CA";
        return CS_OK;
    }

    certificate = SSL_get1_peer_certificate(c->ssl->connection);
    if (certificate == NULL) {
        *lack = "no client certificate came with the connection";
        return CS_OK;
    }

    size = i2d_X509(certificate, NULL);
    data = size > 0 ? ngx_palloc(c->pool, (size_t)size) : NULL;

    if (data != NULL) {
        end = data;
        *der = cs_bytes(data, (size_t)i2d_X509(certificate, &end));
    }

    X509_free(certificate);

    return data == NULL ? CS_NO_MEMORY : CS_OK;
}

static cs_status_t
ngx_http_countersign_certificate_read(ngx_connection_t *c, ngx_http_countersign_peer_t *peer)
{
    cs_status_t status;

    ngx_http_countersign_pool_init(&peer->pool, c->pool);

    status = ngx_http_countersign_certificate_der(c, &peer->certificate.der, &peer->lack);

    if (status != CS_OK || peer->certificate.der.size == 0) {
        return status;
    }

    status = cs_certificate_read(&peer->pool, peer->certificate.der, &peer->certificate.read);
    peer->lack =
        status == CS_OK ? NULL : "the client certificate has no key of P-256, Ed25519 or RSA of 2,048 to 4,096 bits";

    return status == CS_NO_MEMORY ? status : CS_OK;
}

static cs_status_t
ngx_http_countersign_certificate_keep(ngx_connection_t *c, ngx_http_countersign_peer_t **peer)
{
    cs_status_t status;
    ngx_pool_cleanup_t *cln;

    *peer = ngx_pcalloc(c->pool, sizeof(ngx_http_countersign_peer_t));
    if (*peer == NULL) {
        return CS_NO_MEMORY;
    }

    status = ngx_http_countersign_certificate_read(c, *peer);
    if (status != CS_OK) {
        return status;
    }

    cln = ngx_pool_cleanup_add(c->pool, 0);
    if (cln == NULL) {
        return CS_NO_MEMORY;
    }

    cln->handler = ngx_http_countersign_certificate_mark;
    cln->data = *peer;

    return CS_OK;
}

cs_status_t
ngx_http_countersign_certificate(ngx_http_countersign_ctx_t *ctx, const char **lack)
{
    cs_status_t status;
    ngx_connection_t *c = ctx->request->connection;
    ngx_http_countersign_peer_t *peer;

    *lack = "the connection is not a TLS connection";

    if (c->ssl == NULL) {
        return CS_OK;
    }

    peer = ngx_http_countersign_certificate_find(c);

    if (peer == NULL) {
        status = ngx_http_countersign_certificate_keep(c, &peer);
        if (status != CS_OK) {
            return status;
        }
    }

    *lack = peer->lack;
    ctx->certificate = peer->lack == NULL ? &peer->certificate : NULL;

    return CS_OK;
}
