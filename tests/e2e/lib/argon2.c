/* SPDX-License-Identifier: Apache-2.0 */
/* Argon2id by the reference library: salt, MiB and passes as arguments, the secret on standard input, hexadecimal out. */
#include <argon2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char **argv)
{
    unsigned char secret[256], output[32];
    size_t size = fread(secret, 1, sizeof(secret), stdin);

    if (argc != 4 || argon2id_hash_raw((uint32_t)atoi(argv[3]), (uint32_t)atoi(argv[2]) * 1024, 1, secret, size,
                                       argv[1], strlen(argv[1]), output, sizeof(output)) != ARGON2_OK) {
        return 1;
    }
    for (size_t i = 0; i < sizeof(output); i++) {
        printf("%02x", output[i]);
    }
    return 0;
}
