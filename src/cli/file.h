/* SPDX-License-Identifier: Apache-2.0 */
/* Files in and out; what is written is there whole and durable, or not at all. */
#ifndef CS_CLI_FILE_H
#define CS_CLI_FILE_H

#include "cli/cli.h"

/* The whole file ("-" is standard input) into a buffer of the pool.  CS_NOT_FOUND or CS_TOO_LARGE with a text. */
cs_status_t cs_cli_file_read(cs_cli_t *cli, const char *path, size_t maximum, cs_buffer_t *out) CS_MUST_CHECK;

/* The file as JSON, strictly. */
cs_status_t cs_cli_file_read_json(cs_cli_t *cli, const char *path, json_t **out) CS_MUST_CHECK;

/* Beside the file, fsync, rename, fsync of the folder; readable by the owner alone. */
cs_status_t cs_cli_file_replace(cs_cli_t *cli, const char *path, cs_bytes_t content) CS_MUST_CHECK;

/* The path itself when it is absolute or `beside` has no folder, else within the folder of `beside`. */
const char *cs_cli_path_beside(cs_cli_t *cli, const char *beside, const char *path);

#endif
