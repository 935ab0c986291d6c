/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/merkle.h"

#include "base/guard.h"

static bool
cs_audit_merkle_has(uint64_t size, unsigned level)
{
    return (size >> level & 1) != 0;
}

cs_status_t
cs_audit_merkle_hash_leaf(cs_bytes_t data, uint8_t out[CS_DIGEST_SIZE])
{
    cs_bytes_t parts[] = {CS_LITERAL("\x00"), data};

    return cs_digest(parts, 2, out);
}

cs_status_t
cs_audit_merkle_hash_node(const uint8_t left[CS_DIGEST_SIZE], const uint8_t right[CS_DIGEST_SIZE],
                          uint8_t out[CS_DIGEST_SIZE])
{
    cs_bytes_t parts[] = {CS_LITERAL("\x01"), cs_bytes(left, CS_DIGEST_SIZE), cs_bytes(right, CS_DIGEST_SIZE)};

    return cs_digest(parts, 3, out);
}

void
cs_audit_merkle_init(cs_audit_merkle_t *tree)
{
    *tree = (cs_audit_merkle_t){.size = 0};
}

/* The subtree of a level ends where the bits below it begin: its index is size without them, less one. */
cs_status_t
cs_audit_merkle_load(cs_audit_merkle_t *tree, uint64_t size, cs_audit_load_pt load, void *data)
{
    cs_status_t status = CS_OK;

    cs_audit_merkle_init(tree);
    for (unsigned level = 0; level < CS_MERKLE_LEVELS; level++) {
        if (cs_audit_merkle_has(size, level)) {
            CS_TRY(load(data, level, (size >> level) - 1, tree->frontier[level]));
        }
    }
    tree->size = size;
out:
    return status;
}

static cs_status_t
cs_audit_merkle_tell(cs_audit_node_pt told, void *data, unsigned level, uint64_t index,
                     const uint8_t hash[CS_DIGEST_SIZE])
{
    return told == NULL ? CS_OK : told(data, level, index, hash);
}

/* As carrying works in binary: each full pair below becomes one subtree above. */
cs_status_t
cs_audit_merkle_append(cs_audit_merkle_t *tree, const uint8_t leaf[CS_DIGEST_SIZE], cs_audit_node_pt told, void *data)
{
    uint8_t hash[CS_DIGEST_SIZE];
    cs_status_t status;
    unsigned level = 0;

    CS_REQUIRE(tree->size < INT64_MAX, CS_FULL);
    cs_bytes_copy(cs_bytes(leaf, CS_DIGEST_SIZE), hash);
    CS_TRY(cs_audit_merkle_tell(told, data, 0, tree->size, hash));
    for (; cs_audit_merkle_has(tree->size, level); level++) {
        CS_TRY(cs_audit_merkle_hash_node(tree->frontier[level], hash, hash));
        CS_TRY(cs_audit_merkle_tell(told, data, level + 1, tree->size >> (level + 1), hash));
    }
    cs_bytes_copy(cs_bytes(hash, CS_DIGEST_SIZE), tree->frontier[level]);
    tree->size++;
out:
    return status;
}

/* From the smallest subtree up: each larger one stands to the left. */
cs_status_t
cs_audit_merkle_root(const cs_audit_merkle_t *tree, uint8_t out[CS_DIGEST_SIZE])
{
    cs_status_t status;
    bool begun = false;

    CS_TRY(cs_digest(NULL, 0, out)); /* of the empty tree */
    for (unsigned level = 0; level < CS_MERKLE_LEVELS; level++) {
        if (!cs_audit_merkle_has(tree->size, level)) {
            continue;
        }
        if (begun) {
            CS_TRY(cs_audit_merkle_hash_node(tree->frontier[level], out, out));
        } else {
            cs_bytes_copy(cs_bytes(tree->frontier[level], CS_DIGEST_SIZE), out);
            begun = true;
        }
    }
out:
    return status;
}

cs_status_t
cs_audit_merkle_verify_inclusion(const uint8_t leaf[CS_DIGEST_SIZE], uint64_t index, uint64_t size,
                                 const uint8_t (*path)[CS_DIGEST_SIZE], size_t path_length,
                                 const uint8_t root[CS_DIGEST_SIZE])
{
    uint64_t at = index, last = size - 1;
    uint8_t hash[CS_DIGEST_SIZE];
    cs_status_t status = CS_OK;

    CS_REQUIRE(index < size, CS_BAD_SIGNATURE);
    cs_bytes_copy(cs_bytes(leaf, CS_DIGEST_SIZE), hash);
    for (size_t i = 0; i < path_length; i++, at >>= 1, last >>= 1) {
        CS_REQUIRE(last > 0, CS_BAD_SIGNATURE);
        if ((at & 1) == 1 || at == last) {
            CS_TRY(cs_audit_merkle_hash_node(path[i], hash, hash));
            /* The last subtree of its level has no sibling on levels where its bit is 0. */
            for (; (at & 1) == 0 && at != 0; at >>= 1) {
                last >>= 1;
            }
        } else {
            CS_TRY(cs_audit_merkle_hash_node(hash, path[i], hash));
        }
    }
    CS_REQUIRE(last == 0 && cs_bytes_equal(cs_bytes(hash, sizeof(hash)), cs_bytes(root, CS_DIGEST_SIZE)),
               CS_BAD_SIGNATURE);
out:
    return status;
}
