/* SPDX-License-Identifier: Apache-2.0 */
/* Files in and out. */
#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/guard.h"

#define CS_CLI_CHUNK 65536

static cs_status_t
cs_cli_descriptor_read(int from, cs_buffer_t *out)
{
    cs_status_t status = CS_OK;
    uint8_t chunk[CS_CLI_CHUNK];
    ssize_t size;

    do {
        size = read(from, chunk, sizeof(chunk));
        CS_REQUIRE(size >= 0 || errno == EINTR, CS_NOT_FOUND);
        if (size > 0) {
            CS_TRY(cs_buffer_append(out, cs_bytes(chunk, (size_t)size)));
        }
    } while (size != 0);
out:
    cs_wipe(chunk, sizeof(chunk));
    return status;
}

/* Room for all of it at once: growing would leave copies of a key behind. */
static cs_status_t
cs_cli_room_reserve(int from, cs_buffer_t *out)
{
    struct stat facts;
    uint8_t *room;
    cs_status_t status;

    if (fstat(from, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return CS_OK;
    }
    status = cs_buffer_extend(out, (size_t)facts.st_size, &room);
    out->size = 0;
    return status;
}

cs_status_t
cs_cli_file_read(cs_cli_t *cli, const char *path, size_t maximum, cs_buffer_t *out)
{
    bool is_input = cs_bytes_equal(cs_bytes_text(path), CS_LITERAL("-"));
    int from = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    cs_status_t status;

    if (from < 0) {
        return cs_cli_fail(cli, CS_NOT_FOUND, "could not open %s: %s", path, strerror(errno));
    }
    cs_buffer_init(out, cli->pool, maximum);
    status = cs_cli_room_reserve(from, out);
    if (status == CS_OK) {
        status = cs_cli_descriptor_read(from, out);
    }
    if (!is_input) {
        (void)close(from);
    }
    if (status == CS_FULL) {
        return cs_cli_fail(cli, CS_TOO_LARGE, "%s is larger than %zu bytes", path, maximum);
    }
    return status == CS_OK ? CS_OK : cs_cli_fail(cli, status, "could not read %s", path);
}

cs_status_t
cs_cli_file_read_json(cs_cli_t *cli, const char *path, json_t **out)
{
    cs_buffer_t text;
    cs_status_t status;

    CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_FILE, &text));
    status = cs_json_parse(cli->pool, cs_buffer_bytes(&text), out, &cli->error);
    if (status != CS_OK) {
        cs_error_t why = cli->error;
        status = cs_cli_fail(cli, status, "%.80s is not JSON: %.90s", path, why.text);
    }
out:
    return status;
}

static bool
cs_cli_descriptor_write(int to, cs_bytes_t content)
{
    size_t done = 0;

    while (done < content.size) {
        ssize_t size = write(to, content.data + done, content.size - done);
        if (size < 0 && errno != EINTR) {
            return false;
        }
        done += size > 0 ? (size_t)size : 0;
    }
    return fsync(to) == 0;
}

/* A rename is durable once its folder is. */
static bool
cs_cli_folder_sync(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int descriptor;
    bool is_done;

    (void)snprintf(folder, sizeof(folder), "%.*s", slash == NULL ? 1 : (int)(slash - path) + 1,
                   slash == NULL ? "." : path);
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    is_done = descriptor >= 0 && fsync(descriptor) == 0;
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    return is_done;
}

static bool
cs_cli_file_put(const char *path, const char *beside, cs_bytes_t content)
{
    int to = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool is_done = to >= 0 && fchmod(to, 0600) == 0 && cs_cli_descriptor_write(to, content);

    if (to >= 0 && close(to) != 0) {
        is_done = false;
    }
    return is_done && rename(beside, path) == 0 && cs_cli_folder_sync(path);
}

cs_status_t
cs_cli_file_replace(cs_cli_t *cli, const char *path, cs_bytes_t content)
{
    char beside[PATH_MAX];
    int size = snprintf(beside, sizeof(beside), "%s.new", path);

    if (size < 0 || (size_t)size >= sizeof(beside) || !cs_cli_file_put(path, beside, content)) {
        return cs_cli_fail(cli, CS_UNAVAILABLE, "could not write %s: %s", path, strerror(errno));
    }
    return CS_OK;
}

const char *
cs_cli_path_beside(cs_cli_t *cli, const char *beside, const char *path)
{
    const char *slash = beside == NULL ? NULL : strrchr(beside, '/');
    cs_buffer_t whole;

    if (path == NULL || path[0] == '/' || slash == NULL) {
        return path;
    }
    cs_buffer_init(&whole, cli->pool, 4096);
    if (cs_buffer_append(&whole, cs_bytes(beside, (size_t)(slash - beside) + 1)) != CS_OK ||
        cs_buffer_append_text(&whole, path) != CS_OK) {
        return path;
    }
    return cs_buffer_text(&whole);
}
