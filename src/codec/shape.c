/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/guard.h"
#include "codec/json.h"
#include "codec/text.h"

#define CS_MAX_SHAPE_TEXT 256 /* of a string in CS_SHAPE_TEXTS and CS_SHAPE_SET */
#define CS_MAX_SHAPE_WORD 64  /* what an entry of the log takes */

/* Where we are, as a JSON pointer; a step that does not fit is left out whole, so that the text stays UTF-8. */
typedef struct {
    char text[CS_MAX_ERROR_POINTER];
    size_t size;
} cs_shape_path_t;

static cs_status_t cs_shape_object(const json_t *value, const cs_shape_t *members, const cs_shape_path_t *path,
                                   cs_error_t *error);

/* RFC 6901: ~ and / are written ~0 and ~1. */
static cs_shape_path_t
cs_shape_step(const cs_shape_path_t *path, const char *name)
{
    cs_shape_path_t next = *path;

    next.text[next.size++] = '/';
    for (; *name != '\0' && next.size < sizeof(next.text) - 2; name++) {
        bool escaped = *name == '~' || *name == '/';

        next.text[next.size++] = escaped ? '~' : *name;
        if (escaped) {
            next.text[next.size++] = *name == '~' ? '0' : '1';
        }
    }
    if (*name != '\0' || next.size >= sizeof(next.text)) {
        return *path;
    }
    next.text[next.size] = '\0';
    return next;
}

static cs_shape_path_t
cs_shape_step_index(const cs_shape_path_t *path, size_t index)
{
    char name[24];

    snprintf(name, sizeof(name), "%zu", index);
    return cs_shape_step(path, name);
}

static bool
cs_shape_is_code(cs_bytes_t text, const char *codes)
{
    for (const char *at = codes; at != NULL && *at != '\0';) {
        const char *end = strchr(at, '|');
        size_t size = end == NULL ? cs_bytes_text(at).size : (size_t)(end - at);

        if (cs_bytes_equal(text, cs_bytes(at, size))) {
            return true;
        }
        at = end == NULL ? NULL : end + 1;
    }
    return false;
}

static bool
cs_shape_is_digest(cs_bytes_t text)
{
    uint8_t last = text.size == CS_DIGEST_TEXT - 1 ? text.data[text.size - 1] : 0;

    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
            return false;
        }
    }
    /* 32 bytes leave two bits over in the last character, which are zero: every fourth letter. */
    return last != 0 && strchr("AEIMQUYcgkosw048", last) != NULL;
}

static bool
cs_shape_is_word(cs_bytes_t text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (!(c >= 'a' && c <= 'z') && (i == 0 || !((c >= '0' && c <= '9') || c == '_' || c == '.'))) {
            return false;
        }
    }
    return text.size > 0 && text.size <= CS_MAX_SHAPE_WORD;
}

/* Characters are counted only where there are more bytes than characters allowed. */
static bool
cs_shape_is_text(const json_t *value, size_t maximum)
{
    cs_bytes_t text = cs_bytes(json_string_value(value), json_string_length(value));

    return json_is_string(value) && text.size > 0 && (text.size <= maximum || cs_text_length(text) <= maximum);
}

static bool
cs_shape_is_string(const json_t *value, const cs_shape_t *shape)
{
    cs_bytes_t text = cs_bytes(json_string_value(value), json_string_length(value));
    int64_t ignored;

    switch (shape->kind) {
    case CS_SHAPE_TEXT:
        return cs_shape_is_text(value, shape->maximum);
    case CS_SHAPE_ID:
        return cs_uuid_check(text);
    case CS_SHAPE_TIME:
        return cs_time_parse(text, &ignored) == CS_OK;
    case CS_SHAPE_DIGEST:
        return cs_shape_is_digest(text);
    case CS_SHAPE_WORD:
        return cs_shape_is_word(text);
    default:
        return cs_shape_is_code(text, shape->codes);
    }
}

/* "a|b|c" as "a, b, c"; what does not fit is left out. */
static cs_status_t
cs_shape_refuse_code(cs_error_t *error, const cs_shape_path_t *path, const char *codes)
{
    char list[CS_MAX_ERROR_TEXT];
    size_t size = 0;

    for (; *codes != '\0' && size < sizeof(list) - 3; codes++) {
        list[size++] = *codes == '|' ? ',' : *codes;
        if (*codes == '|') {
            list[size++] = ' ';
        }
    }
    list[size] = '\0';
    return cs_error_set(error, CS_WRONG_TYPE, path->text, "must be one of %s", list);
}

static cs_status_t
cs_shape_refuse(cs_error_t *error, const cs_shape_path_t *path, const cs_shape_t *shape)
{
    /* Each takes the maximum, where it has one to tell. */
    static const char *const expected[] = {
        [CS_SHAPE_TEXT] = "must be a text of 1 to %zu characters",
        [CS_SHAPE_ID] = "must be a UUID in lower case",
        [CS_SHAPE_TIME] = "must be a time in UTC, such as 2026-11-21T22:20:21Z",
        [CS_SHAPE_DIGEST] = "must be a SHA-256 digest as 43 characters of base64url",
        [CS_SHAPE_WORD] = "must be a code word: a small letter, then at most 63 of a to z, 0 to 9, _ and .",
        [CS_SHAPE_INTEGER] = "must be an integer of at most %zu",
        [CS_SHAPE_BOOLEAN] = "must be true or false",
        [CS_SHAPE_OBJECT] = "must be an object",
        [CS_SHAPE_OBJECTS] = "must be an array of at most %zu objects",
        [CS_SHAPE_TEXTS] = "must be an array of at most %zu texts",
        [CS_SHAPE_WORDS] = "must be an array of at most %zu code words",
        [CS_SHAPE_SET] = "must be an array of 1 to %zu texts",
    };
    char text[CS_MAX_ERROR_TEXT];

    if (shape->kind == CS_SHAPE_CODE) {
        return cs_shape_refuse_code(error, path, shape->codes);
    }
    snprintf(text, sizeof(text), expected[shape->kind], shape->maximum);
    return cs_error_set(error, CS_WRONG_TYPE, path->text, "%s", text);
}

static cs_status_t
cs_shape_text_item(const json_t *value, const cs_shape_t *shape, size_t at, const cs_shape_path_t *path,
                   cs_error_t *error)
{
    const cs_shape_t each = {
        NULL, shape->kind == CS_SHAPE_WORDS ? CS_SHAPE_WORD : CS_SHAPE_TEXT, true, CS_MAX_SHAPE_TEXT, NULL, NULL};
    const json_t *item = json_array_get(value, at);

    if (!json_is_string(item) || !cs_shape_is_string(item, &each)) {
        return cs_shape_refuse(error, path, &each);
    }
    if (shape->codes != NULL && !cs_shape_is_code(cs_bytes_text(json_string_value(item)), shape->codes)) {
        return cs_shape_refuse_code(error, path, shape->codes);
    }
    for (size_t i = 0; shape->kind == CS_SHAPE_SET && i < at; i++) {
        if (json_equal(json_array_get(value, i), item)) {
            return cs_error_set(error, CS_WRONG_TYPE, path->text, "stands in the array twice");
        }
    }
    return CS_OK;
}

static cs_status_t
cs_shape_array(const json_t *value, const cs_shape_t *shape, const cs_shape_path_t *path, cs_error_t *error)
{
    cs_status_t status = CS_OK;
    size_t size = json_array_size(value);

    if (!json_is_array(value) || size > shape->maximum || (shape->kind == CS_SHAPE_SET && size == 0)) {
        return cs_shape_refuse(error, path, shape);
    }
    for (size_t i = 0; i < size; i++) {
        cs_shape_path_t here = cs_shape_step_index(path, i);

        CS_TRY(shape->kind == CS_SHAPE_OBJECTS ? cs_shape_object(json_array_get(value, i), shape->members, &here, error)
                                               : cs_shape_text_item(value, shape, i, &here, error));
    }
out:
    return status;
}

static cs_status_t
cs_shape_value(const json_t *value, const cs_shape_t *shape, const cs_shape_path_t *path, cs_error_t *error)
{
    bool right;

    switch (shape->kind) {
    case CS_SHAPE_OBJECT:
        return cs_shape_object(value, shape->members, path, error);
    case CS_SHAPE_OBJECTS:
    case CS_SHAPE_TEXTS:
    case CS_SHAPE_WORDS:
    case CS_SHAPE_SET:
        return cs_shape_array(value, shape, path, error);
    case CS_SHAPE_INTEGER:
        right = json_is_integer(value) && json_integer_value(value) >= 0 &&
                (uint64_t)json_integer_value(value) <= shape->maximum;
        break;
    case CS_SHAPE_BOOLEAN:
        right = json_is_boolean(value);
        break;
    case CS_SHAPE_ANY:
        right = true;
        break;
    default:
        right = json_is_string(value) && cs_shape_is_string(value, shape);
        break;
    }
    return right ? CS_OK : cs_shape_refuse(error, path, shape);
}

static const cs_shape_t *
cs_shape_find(const cs_shape_t *members, const char *name)
{
    for (; members->name != NULL; members++) {
        if (strcmp(members->name, name) == 0) {
            return members;
        }
    }
    return NULL;
}

static cs_status_t
cs_shape_unknown(const json_t *object, const cs_shape_t *members, const cs_shape_path_t *path, cs_error_t *error)
{
    for (void *at = json_object_iter((json_t *)object); at != NULL; at = json_object_iter_next((json_t *)object, at)) {
        if (cs_shape_find(members, json_object_iter_key(at)) == NULL) {
            cs_shape_path_t here = cs_shape_step(path, json_object_iter_key(at));

            return cs_error_set(error, CS_UNKNOWN_MEMBER, here.text, "a member is not known here");
        }
    }
    return CS_OK;
}

static cs_status_t
cs_shape_object(const json_t *value, const cs_shape_t *members, const cs_shape_path_t *path, cs_error_t *error)
{
    const cs_shape_t object = {NULL, CS_SHAPE_OBJECT, true, 0, NULL, NULL};
    cs_status_t status;

    if (!json_is_object(value)) {
        return cs_shape_refuse(error, path, &object);
    }
    if (members == NULL) {
        return CS_OK;
    }
    CS_TRY(cs_shape_unknown(value, members, path, error));
    for (; members->name != NULL; members++) {
        const json_t *member = json_object_get(value, members->name);
        cs_shape_path_t here = cs_shape_step(path, members->name);

        if (member != NULL) {
            CS_TRY(cs_shape_value(member, members, &here, error));
        } else if (members->required) {
            return cs_error_set(error, CS_MISSING_MEMBER, here.text, "a member is missing");
        }
    }
out:
    return status;
}

cs_status_t
cs_shape_check(const json_t *value, const cs_shape_t *members, cs_error_t *error)
{
    cs_shape_path_t root = {"", 0};

    return cs_shape_object(value, members, &root, error);
}
