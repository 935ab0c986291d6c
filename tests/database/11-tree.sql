-- SPDX-License-Identifier: Apache-2.0
-- Paths from the kept nodes are those of the definition (RFC 6962, 2.1).
\ir lib/begin.sql
select plan(10);

-- The definition, without any kept node.
create function mth(i_from bigint, i_to bigint) returns bytea language plpgsql as $$
declare
    k bigint := 1;
begin
    if i_to - i_from = 0 then return sha256(''); end if;
    if i_to - i_from = 1 then return (select sha256('\x00' || leaf_data) from audit.leaf where leaf_index = i_from); end if;
    while k * 2 < i_to - i_from loop k := k * 2; end loop;
    return sha256('\x01' || mth(i_from, i_from + k) || mth(i_from + k, i_to));
end $$;
create function path(i_index bigint, i_from bigint, i_to bigint) returns bytea[] language plpgsql as $$
declare
    k bigint := 1;
begin
    if i_to - i_from = 1 then return '{}'; end if;
    while k * 2 < i_to - i_from loop k := k * 2; end loop;
    if i_index < i_from + k then
        return path(i_index, i_from, i_from + k) || mth(i_from + k, i_to);
    end if;
    return path(i_index, i_from + k, i_to) || mth(i_from, i_from + k);
end $$;
-- The verifier of RFC 9162, 2.1.3.2.
create function follow(i_leaf bytea, i_index bigint, i_size bigint, i_path bytea[]) returns bytea language plpgsql as $$
declare
    fn bigint := i_index; sn bigint := i_size - 1; r bytea := sha256('\x00' || i_leaf); p bytea;
begin
    foreach p in array i_path loop
        if fn & 1 = 1 or fn = sn then
            r := sha256('\x01' || p || r);
            while fn & 1 = 0 and fn <> 0 loop fn := fn >> 1; sn := sn >> 1; end loop;
        else
            r := sha256('\x01' || r || p);
        end if;
        fn := fn >> 1; sn := sn >> 1;
    end loop;
    return r;
end $$;

insert into audit.leaf
select i, ops.uuid_v7(), i + 1, 'gateway', sha256(''), sha256(convert_to(i::text, 'UTF8')) from generate_series(0, 70) i;
insert into audit.node
select level, idx, mth(idx << level, (idx + 1) << level)
  from generate_series(1, 6) level, generate_series(0, (71 >> level) - 1) idx;
update audit.head set size = 71;

create view pair as select i as index, n as size from generate_series(1, 71) n, generate_series(0, n - 1) i;
select is((select count(*) from pair), 71 * 72 / 2::bigint, 'every leaf of every size up to 71 is looked at');
select is_empty('select * from pair where audit.find_path(index, size) is distinct from path(index, 0, size)',
                'paths are those of the definition');
select is_empty('select p.* from pair p join audit.leaf l on l.leaf_index = p.index
                  where follow(l.leaf_data, index, size, audit.find_path(index, size)) is distinct from mth(0, size)',
                'and lead to the root');
select is_empty('select n from generate_series(1, 71) n where audit.hash_range(0, n) is distinct from mth(0, n)',
                'so do the roots');
select isnt(follow(sha256('x'), 5, 71, audit.find_path(5, 71)), mth(0, 71), 'another leaf does not lead to the root');
select isnt(follow((select leaf_data from audit.leaf where leaf_index = 5), 6, 71, audit.find_path(5, 71)), mth(0, 71),
            'nor does the leaf from another place');
select is(audit.find_path(71, 71), null, 'there is no path of a leaf behind the tree');
select is(audit.find_path(-1, 71), null, 'nor before it');
select is(audit.find_path(0, 72), null, 'nor in a tree larger than the head');
select is(audit.find_path(0, 1), '{}', 'a tree of one leaf has an empty path');

select * from finish();
rollback;
