-- SPDX-License-Identifier: Apache-2.0
-- ops.write_sums: clock work: the entries of minutes in which strangers were
-- refused more than once.  The entry's digest is over the sum's row, which
-- names the network and stays, for without it the entry says nothing.
-- Result:  how many.  Tables: ops.refusal_sum; writes
--          refusals.summed.

create function ops.write_sums(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_s     ops.refusal_sum;
    l_count integer := 0;
begin
    for l_s in
        select s.* from ops.refusal_sum s
         where s.entry_id is null and s.count > 1 and s.minute_at < date_trunc('minute', statement_timestamp())
         order by s.minute_at
         limit 100
           for update skip locked
    loop
        update ops.refusal_sum s
           set entry_id = audit.write_consequence(i_c, 'refusals.summed', 'refusal_sum', s.sum_id::text, jsonb_build_object(
               'reason_code', s.code, 'digest', ops.base64url(sha256(convert_to(countersign.canonicalize(jsonb_build_object(
                   'id', s.sum_id, 'network', s.network, 'code', s.code, 'minute_at', ops.format_time(s.minute_at), 'count', s.count,
                   'first_at', ops.format_time(s.first_at), 'last_at', ops.format_time(s.last_at))::text), 'UTF8')))))
         where s.sum_id = l_s.sum_id;
        l_count := l_count + 1;
    end loop;
    return l_count;
end;
$$;
comment on function ops.write_sums(audit.call) is 'Writes the entries of summed refusals.';
revoke all on function ops.write_sums(audit.call) from public;
