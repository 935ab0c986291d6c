/* SPDX-License-Identifier: Apache-2.0 */
/* A page of items as a table whose columns are as wide as what stands in them. */
#include <stdlib.h>
#include <string.h>

#include "cli/names.h"
#include "cli/print.h"

#define CS_CLI_MAX_COLUMNS 12
#define CS_CLI_MAX_WIDTH   48 /* a longer cell is shown whole, but does not widen its column */

static const json_t *
cs_cli_path_get(const json_t *value, const char *path)
{
    char name[64];
    const char *dot;

    while ((dot = strchr(path, '.')) != NULL && (size_t)(dot - path) < sizeof(name)) {
        (void)snprintf(name, sizeof(name), "%.*s", (int)(dot - path), path);
        value = json_object_get(value, name);
        path = dot + 1;
    }
    return json_object_get(value, path);
}

/* A cell as it is printed; NULL when there is no room to build it. */
static char *
cs_cli_cell_build(const json_t *item, const char *path, size_t *size)
{
    char *text = NULL;
    FILE *to = open_memstream(&text, size);

    if (to == NULL) {
        return NULL;
    }
    cs_cli_scalars_print(to, cs_cli_path_get(item, path));
    return fclose(to) == 0 ? text : NULL;
}

/* Columns on a terminal are characters, not bytes. */
static int
cs_cli_width(const char *text)
{
    int width = 0;

    for (; text != NULL && *text != '\0'; text++) {
        width += (*text & 0xc0) != 0x80;
    }
    return width;
}

static int
cs_cli_column_width(const json_t *items, const cs_cli_column_t *column)
{
    int widest = cs_cli_width(column->title);
    size_t i, size;
    json_t *item;

    json_array_foreach(items, i, item) {
        char *text = cs_cli_cell_build(item, column->path, &size);
        int width = cs_cli_width(text);
        widest = width > widest && width <= CS_CLI_MAX_WIDTH ? width : widest;
        free(text);
    }
    return widest;
}

static void
cs_cli_cell_print(const char *text, int width, bool is_last)
{
    int padding = width - cs_cli_width(text) + 2;

    printf("%s%*s", text == NULL ? "" : text, is_last ? 0 : padding < 2 ? 2 : padding, "");
}

static void
cs_cli_row_print(const json_t *item, const cs_cli_column_t *columns, const int *widths)
{
    size_t size;

    for (size_t c = 0; columns[c].title != NULL; c++) {
        char *text = item == NULL ? NULL : cs_cli_cell_build(item, columns[c].path, &size);
        cs_cli_cell_print(item == NULL ? columns[c].title : text, widths[c], columns[c + 1].title == NULL);
        free(text);
    }
    fputs("\n", stdout);
}

static void
cs_cli_items_print(const json_t *items, const cs_cli_column_t *columns)
{
    int widths[CS_CLI_MAX_COLUMNS] = {0};
    size_t i;
    json_t *item;

    for (size_t c = 0; c < CS_CLI_MAX_COLUMNS && columns[c].title != NULL; c++) {
        widths[c] = cs_cli_column_width(items, &columns[c]);
    }
    cs_cli_row_print(NULL, columns, widths);
    json_array_foreach(items, i, item) {
        cs_cli_row_print(item, columns, widths);
    }
}

void
cs_cli_page_print(const cs_cli_t *cli, const json_t *page, const cs_cli_column_t *columns)
{
    const json_t *items = json_object_get(page, "items");
    json_t *shown;

    if (cli->is_json) {
        cs_cli_answer_print(cli, page);
        return;
    }
    shown = cs_cli_names_put(items, json_object_get(page, "names"), false);
    cs_cli_items_print(shown == NULL ? items : shown, columns);
    json_decref(shown);
    if (cs_json_get_text(page, "next") != NULL) {
        printf("more: --after %s\n", cs_json_get_text(page, "next"));
    }
}
