-- SPDX-License-Identifier: Apache-2.0
-- audit.find_path: inclusion path of RFC 6962: the roots of the subtrees that
-- a leaf's branch is hashed with, from the leaf upwards.
-- Inputs:  i_index, the leaf; i_size, the tree's number of leaves.
-- Result:  null unless 0 <= i_index < i_size <= the head's size.
-- The walk goes down from the root, always splitting at the largest power of
-- two below the rest, so that the last leaf is never doubled.

create function audit.find_path(i_index bigint, i_size bigint) returns bytea[]
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_from  bigint := 0;
    l_to    bigint := i_size;
    l_split bigint;
    l_path  bytea[] := '{}';
begin
    if i_index < 0 or i_index >= i_size or i_size > (select h.size from audit.head h) then
        return null;
    end if;
    while l_to - l_from > 1 loop
        l_split := l_from + audit.split_size(l_to - l_from);
        if i_index < l_split then
            l_path := audit.hash_range(l_split, l_to) || l_path;
            l_to   := l_split;
        else
            l_path := audit.hash_range(l_from, l_split) || l_path;
            l_from := l_split;
        end if;
    end loop;
    return l_path;
end;
$$;
comment on function audit.find_path(bigint, bigint) is 'Inclusion path of a leaf in the tree of a size (RFC 6962).';
revoke all on function audit.find_path(bigint, bigint) from public;
