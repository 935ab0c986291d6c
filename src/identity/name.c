/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/name.h"

bool
cs_identity_name_check(cs_bytes_t name)
{
    bool dotted = false, fresh = true; /* fresh: a word begins here */

    if (name.size == 0 || name.size > CS_MAX_ACCOUNT_NAME || name.data[0] < 'a' || name.data[0] > 'z') {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        uint8_t c = name.data[i];

        if (c == '.' && !fresh) {
            dotted = fresh = true;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            fresh = false;
        } else {
            return false;
        }
    }
    return dotted && !fresh;
}
