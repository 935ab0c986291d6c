/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

cs_status_t
cs_error_set(cs_error_t *error, cs_status_t status, const char *pointer, const char *format, ...)
{
    va_list arguments;

    if (error == NULL) {
        return status;
    }
    error->status = status;
    snprintf(error->pointer, sizeof(error->pointer), "%s", pointer == NULL ? "" : pointer);
    va_start(arguments, format);
    vsnprintf(error->text, sizeof(error->text), format, arguments);
    va_end(arguments);
    return status;
}
