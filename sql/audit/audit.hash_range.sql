-- SPDX-License-Identifier: Apache-2.0
-- audit.hash_range: RFC 6962 root over leaves i_from up to, without, i_to.
-- i_from is a multiple of the least power of two that is not below their
-- number, as in every subtree of a tree; so complete parts stand in
-- audit.node, and only the right edge is hashed anew.
-- Result:  null where leaves are missing.

create function audit.hash_range(i_from bigint, i_to bigint) returns bytea
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_size  bigint := i_to - i_from;
    l_level integer := length(ltrim(l_size::bit(64)::text, '0')) - 1;
begin
    if l_size = 1 then
        return (select sha256('\x00' || l.leaf_data) from audit.leaf l where l.leaf_index = i_from);
    elsif l_size = 1::bigint << l_level then
        return (select n.hash from audit.node n where n.level = l_level and n.idx = i_from >> l_level);
    end if;
    return sha256('\x01' || audit.hash_range(i_from, i_from + audit.split_size(l_size))
                         || audit.hash_range(i_from + audit.split_size(l_size), i_to));
end;
$$;
comment on function audit.hash_range(bigint, bigint) is 'Root over a range of leaves that is a subtree.';
revoke all on function audit.hash_range(bigint, bigint) from public;
