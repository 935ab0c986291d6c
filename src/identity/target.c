/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/target.h"

#include <ctype.h>
#include <string.h>

#define CS_TARGET_SCHEME  "https://"
#define CS_MAX_ORIGIN     256
#define CS_MAX_TARGET     1024
#define CS_TARGET_DEFAULT ":443"

static char
cs_identity_lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Scheme and authority, as a configured origin is written; what follows them is left in *rest. */
static bool
cs_identity_origin_read(const char *uri, char out[CS_MAX_ORIGIN], const char **rest)
{
    size_t size = strcspn(uri, "/?#"), scheme = sizeof(CS_TARGET_SCHEME) - 1, tail = sizeof(CS_TARGET_DEFAULT) - 1;

    /* The authority lies behind the scheme's two slashes. */
    if (size + 2 != scheme || uri[size] != '/' || uri[size + 1] != '/') {
        return false;
    }
    size = scheme + strcspn(uri + scheme, "/?#");
    if (size == scheme || size >= CS_MAX_ORIGIN) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        out[i] = cs_identity_lower(uri[i]);
        if (out[i] <= ' ' || out[i] > '~' || out[i] == '@' || out[i] == '%' || out[i] == '\\') {
            return false;
        }
    }
    out[size] = '\0';
    *rest = uri + size;
    if (size - scheme > tail && strcmp(out + size - tail, CS_TARGET_DEFAULT) == 0) {
        out[size - tail] = '\0';
    }
    return strncmp(out, CS_TARGET_SCHEME, scheme) == 0;
}

bool
cs_identity_origin_check(const char *origin)
{
    char read[CS_MAX_ORIGIN];
    const char *rest;

    return cs_identity_origin_read(origin, read, &rest) && *rest == '\0' && strcmp(origin, read) == 0;
}

static int
cs_identity_hex(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    digit = cs_identity_lower(digit);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool
cs_identity_is_unreserved(int octet)
{
    return octet < 128 && (isalnum(octet) || octet == '-' || octet == '.' || octet == '_' || octet == '~');
}

/* An escape stands for its character only where that is unreserved; elsewhere it stays, and matches no path of ours. */
static bool
cs_identity_path_unescape(const char *in, char out[CS_MAX_TARGET])
{
    size_t size = 0, end = strcspn(in, "?#");

    for (size_t i = 0; i < end; i++, size++) {
        int high = in[i] == '%' && i + 2 < end ? cs_identity_hex(in[i + 1]) : -1;
        int low = high >= 0 ? cs_identity_hex(in[i + 2]) : -1;

        if (size + 1 >= CS_MAX_TARGET) {
            return false;
        }
        out[size] = in[i];
        if (low >= 0 && cs_identity_is_unreserved(high * 16 + low)) {
            out[size] = (char)(high * 16 + low);
            i += 2;
        }
    }
    out[size] = '\0';
    return true;
}

/* RFC 3986 §5.2.4, in place; a path begins with a slash. */
static void
cs_identity_path_resolve(char *path)
{
    char *to = path;

    for (const char *at = path; *at != '\0';) {
        size_t size = 1 + strcspn(at + 1, "/");

        if (size == 2 && at[1] == '.') {
            at += size;
            if (*at == '\0') {
                *to++ = '/';
            }
        } else if (size == 3 && at[1] == '.' && at[2] == '.') {
            while (to > path && *--to != '/') {
            }
            at += size;
            if (*at == '\0') {
                *to++ = '/';
            }
        } else {
            for (; size > 0; size--) {
                *to++ = *at++; /* never to behind itself: what is left out makes it shorter */
            }
        }
    }
    *to = '\0';
}

bool
cs_identity_target_is(const char *uri, const char *const *origins, cs_bytes_t path)
{
    char origin[CS_MAX_ORIGIN], given[CS_MAX_TARGET];
    const char *rest;
    bool known = false;

    if (!cs_identity_origin_read(uri, origin, &rest) || !cs_identity_path_unescape(rest, given)) {
        return false;
    }
    for (; *origins != NULL; origins++) {
        known = known || strcmp(*origins, origin) == 0;
    }
    if (given[0] == '\0') {
        given[0] = '/';
        given[1] = '\0';
    }
    if (!known || given[0] != '/') {
        return false;
    }
    cs_identity_path_resolve(given);
    return cs_bytes_equal(cs_bytes_text(given), path);
}
