/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrk knows no client certificates. Loaded before it, this gives one to each
 * TLS context that it makes, from the files CS_CERTIFICATE and CS_KEY.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

#include <openssl/ssl.h>

SSL_CTX *
SSL_CTX_new(const SSL_METHOD *method)
{
    SSL_CTX *(*next)(const SSL_METHOD *) = (SSL_CTX * (*)(const SSL_METHOD *)) dlsym(RTLD_NEXT, "SSL_CTX_new");
    SSL_CTX *ctx = next(method);

    if (ctx == NULL || SSL_CTX_use_certificate_file(ctx, getenv("CS_CERTIFICATE"), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(ctx, getenv("CS_KEY"), SSL_FILETYPE_PEM) != 1) {
        abort();
    }

    return ctx;
}
