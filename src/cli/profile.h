/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The member's profile: where the platform is, whom to trust, who I am, and
 * after signing in the token.  Nothing of the environment but its path.
 */
#ifndef CS_CLI_PROFILE_H
#define CS_CLI_PROFILE_H

#include "cli/cli.h"
#include "crypto/key.h"

typedef struct {
    const char *path;
    json_t *document; /* base_url, ca, certificate, key, signing_key?, account, token?, session? */
} cs_cli_profile_t;

cs_status_t cs_cli_profile_open(cs_cli_t *cli, cs_cli_profile_t *out) CS_MUST_CHECK;

/* A member, or NULL; a path is resolved against the profile's folder. */
const char *cs_cli_profile_text(const cs_cli_profile_t *profile, const char *name);
const char *cs_cli_profile_path(cs_cli_t *cli, const cs_cli_profile_t *profile, const char *name);

/* Keeps or (both NULL) forgets the token, durably. */
cs_status_t cs_cli_profile_keep(cs_cli_t *cli, const cs_cli_profile_t *profile, const char *token, const char *session)
    CS_MUST_CHECK;

/* A private key of a PEM file, which a device can have. */
cs_status_t cs_cli_key_read(cs_cli_t *cli, const char *path, cs_key_t **out) CS_MUST_CHECK;

/* The key that signs: the certificate's where the profile names no other. */
cs_status_t cs_cli_profile_key(cs_cli_t *cli, const cs_cli_profile_t *profile, cs_key_t **out) CS_MUST_CHECK;

#endif
