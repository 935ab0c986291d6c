/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the first check of an access token costs beside each further one, in
 * one run: interleaved rounds, and the median of the paired ratios, since
 * machines are noisy.
 *
 *   make speed
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crypto/keyring.h"
#include "identity/token.h"

#define SPEED_ROUNDS     15
#define SPEED_TOKENS     200
#define SPEED_PLATFORM   "demo.example"
#define SPEED_THUMBPRINT "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define SPEED_NOW        1795299621

static void
speed_must(cs_status_t status)
{
    if (status != CS_OK) {
        fprintf(stderr, "%s\n", cs_status_name(status));
        exit(1);
    }
}

static cs_identity_tokens_t *
speed_tokens(cs_pool_t *pool)
{
    static char folder[] = "/tmp/token_speed.XXXXXX";
    cs_identity_tokens_t *tokens;
    char command[64];
    cs_keyring_t *ring;

    if (mkdtemp(folder) == NULL) {
        exit(1);
    }
    speed_must(cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    speed_must(cs_keyring_open(pool, folder, &ring, NULL));
    speed_must(cs_identity_tokens_open(pool, ring, &tokens));
    speed_must(cs_identity_tokens_remember(pool, tokens));
    snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command) == 0 ? tokens : NULL;
}

static void
speed_issue(cs_pool_t *pool, const cs_identity_tokens_t *tokens, cs_buffer_t *texts)
{
    const cs_identity_token_t token = {.account = "017f22e2-79b0-7cc3-98c4-dc0c0c073901",
                                       .session = "017f22e2-79b0-7cc3-98c4-dc0c0c073902",
                                       .institution = "017f22e2-79b0-7cc3-98c4-dc0c0c073903",
                                       .thumbprint = SPEED_THUMBPRINT,
                                       .issued_s = SPEED_NOW,
                                       .expires_s = SPEED_NOW + 600};

    for (size_t i = 0; i < SPEED_TOKENS; i++) {
        cs_buffer_init(&texts[i], pool, CS_MAX_TOKEN);
        speed_must(cs_identity_token_issue(tokens, SPEED_PLATFORM, &token, &texts[i]));
    }
}

/* Microseconds for the check of one token; each has a pool of its own, as each request has. */
static double
speed_check(const cs_identity_tokens_t *tokens, const cs_buffer_t *texts)
{
    struct timespec from, to;
    cs_identity_token_t token;
    cs_arena_t arena;

    cs_arena_init(&arena);
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (size_t i = 0; i < SPEED_TOKENS; i++) {
        speed_must(cs_identity_token_check(&arena.pool, tokens, SPEED_PLATFORM, cs_buffer_bytes(&texts[i]),
                                           CS_TRANSPORT_CERTIFICATE, SPEED_THUMBPRINT, SPEED_NOW, &token, NULL));
        cs_arena_clear(&arena);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    return ((double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3) / SPEED_TOKENS;
}

static int
speed_compare(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double
speed_median(double *figures)
{
    qsort(figures, SPEED_ROUNDS, sizeof(*figures), speed_compare);
    return figures[SPEED_ROUNDS / 2];
}

int
main(void)
{
    double firsts[SPEED_ROUNDS], repeats[SPEED_ROUNDS], ratios[SPEED_ROUNDS];
    cs_identity_tokens_t *tokens;
    cs_buffer_t texts[SPEED_TOKENS];
    cs_arena_t arena;

    cs_arena_init(&arena);
    tokens = speed_tokens(&arena.pool);
    for (size_t round = 0; round < SPEED_ROUNDS; round++) {
        speed_issue(&arena.pool, tokens, texts); /* ES256 signs with chance: no text comes twice */
        firsts[round] = speed_check(tokens, texts);
        repeats[round] = speed_check(tokens, texts);
        ratios[round] = firsts[round] / repeats[round];
    }
    printf("token check: first %.1f us, repeated %.2f us, ratio %.0f (median of %d paired rounds of %d tokens)\n",
           speed_median(firsts), speed_median(repeats), speed_median(ratios), SPEED_ROUNDS, SPEED_TOKENS);
    cs_arena_clear(&arena);
    return 0;
}
