/* SPDX-License-Identifier: Apache-2.0 */
/* From ids to names by the map of the answer, from names to ids by the platform's lists. */
#include "cli/names.h"

#include "base/guard.h"

static json_t *
cs_cli_name_put(const json_t *value, const json_t *names, bool keeps_id)
{
    const char *id = json_string_value(value), *name = id == NULL ? NULL : cs_json_get_text(names, id);

    if (name == NULL) {
        return json_copy((json_t *)value);
    }
    return keeps_id ? json_sprintf("%s (%s)", id, name) : json_string(name);
}

static json_t *
cs_cli_names_put_object(const json_t *value, const json_t *names, bool keeps_id)
{
    json_t *out = json_object(), *member;
    const char *key;

    json_object_foreach((json_t *)value, key, member) {
        if (json_object_set_new(out, key, cs_cli_names_put(member, names, keeps_id)) != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

json_t *
cs_cli_names_put(const json_t *value, const json_t *names, bool keeps_id)
{
    json_t *out, *item;
    size_t i;

    if (json_is_object(value)) {
        return cs_cli_names_put_object(value, names, keeps_id);
    }
    if (!json_is_array(value)) {
        return cs_cli_name_put(value, names, keeps_id);
    }
    out = json_array();
    json_array_foreach(value, i, item) {
        if (json_array_append_new(out, cs_cli_names_put(item, names, keeps_id)) != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

typedef struct {
    const char *list;   /* the call that lists them */
    const char *page;   /* the same with the largest page, up to where it begins */
    const char *member; /* what a person calls one by */
    const char *kind;
} cs_cli_named_t;

/* A name that was refused may be given once more. */
static bool
cs_cli_item_is_named(const json_t *item, const cs_cli_named_t *named, const char *word)
{
    return cs_bytes_equal(cs_bytes_text(cs_json_get_text(item, named->member)), cs_bytes_text(word)) &&
           !cs_bytes_equal(cs_bytes_text(cs_json_get_text(item, "state")), CS_LITERAL("rejected"));
}

/* One page; *id is set by the first of that name. */
static cs_status_t
cs_cli_page_search(cs_cli_t *cli, const cs_cli_named_t *named, const char *word, const json_t *page, const char **id)
{
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(page, "items"), i, item) {
        if (!cs_cli_item_is_named(item, named, word)) {
            continue;
        }
        if (*id != NULL) {
            return cs_cli_fail(cli, CS_NOT_FOUND, "%s %.64s is ambiguous: give the id", named->kind, word);
        }
        *id = cs_json_get_text(item, "id");
    }
    return CS_OK;
}

static cs_status_t
cs_cli_list_search(cs_cli_t *cli, const cs_cli_named_t *named, const char *word, const char **id)
{
    const char *path = cs_cli_path_build(cli, named->list, "", "?limit=500"), *next;
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    do {
        CS_TRY(cs_cli_get(cli, &client, path, &page));
        CS_TRY(cs_cli_page_search(cli, named, word, page, id));
        next = cs_json_get_text(page, "next");
        path = next == NULL ? NULL : cs_cli_path_build(cli, named->page, next, "");
    } while (next != NULL);
out:
    return status;
}

static cs_status_t
cs_cli_named_find(cs_cli_t *cli, const cs_cli_named_t *named, const char **word)
{
    const char *id = NULL;
    cs_status_t status;

    if (*word == NULL || cs_uuid_check(cs_bytes_text(*word))) {
        return CS_OK;
    }
    status = cs_cli_list_search(cli, named, *word, &id);
    if (status == CS_FORBIDDEN) {
        cli->problem = NULL;
        return cs_cli_fail(cli, status, "my account may not list %ss: give the id of %.64s", named->kind, *word);
    }
    if (status == CS_OK && id == NULL) {
        return cs_cli_fail(cli, CS_NOT_FOUND,
                           "there is no %s %.64s in countersign %s list: one of elsewhere goes by its id", named->kind,
                           *word, named->kind);
    }
    *word = status == CS_OK ? id : *word;
    return status;
}

cs_status_t
cs_cli_account_find(cs_cli_t *cli, const char **word)
{
    static const cs_cli_named_t named = {"/v1/accounts", "/v1/accounts?limit=500&after=", "name", "account"};

    return cs_cli_named_find(cli, &named, word);
}

cs_status_t
cs_cli_institution_find(cs_cli_t *cli, const char **word)
{
    static const cs_cli_named_t named = {"/v1/institutions", "/v1/institutions?limit=500&after=", "code",
                                         "institution"};

    return cs_cli_named_find(cli, &named, word);
}

cs_status_t
cs_cli_account_option_find(cs_cli_t *cli, const char *option)
{
    return cs_cli_account_find(cli, cs_cli_option_place(cli, option));
}
