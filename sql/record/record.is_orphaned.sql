-- SPDX-License-Identifier: Apache-2.0
-- record.is_orphaned: is it released to nobody and never will be by itself, and
-- the one account that could still ask for its end is closed or has retired.

create function record.is_orphaned(i_record record.record) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (i_record.state in ('draft', 'withdrawn') or i_record.state = 'published' and i_record.expires_at <= statement_timestamp())
       and exists (select from identity.account a
                    where a.account_id = i_record.account_id
                      and (identity.current_state(a) = 'closed' or exists (
                          select from identity.account_role r where r.account_id = a.account_id and r.role = 'retired')));
end;
$$;
comment on function record.is_orphaned(record.record) is 'Whether nobody who may know of a record could ask for its end.';
revoke all on function record.is_orphaned(record.record) from public;
