-- SPDX-License-Identifier: Apache-2.0
-- audit.list_matching: entries by the filters of the contract, newest first.
-- Inputs:  i_request, as audit.check_filters lets it pass; i_readable, whose entries;
--          i_limit.  An id lies within seconds of the entry's time, so that a
--          range of times reads its months only.

create function audit.list_matching(i_request jsonb, i_readable uuid[], i_limit integer) returns setof audit.entry
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_from        timestamptz := ops.read_time(i_request->>'from');
    l_to          timestamptz := ops.read_time(i_request->>'to');
    l_first       uuid := ops.first_uuid(coalesce(l_from - interval '1 minute', 'epoch'));
    l_last        uuid := coalesce(ops.first_uuid(l_to + interval '1 minute'), 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    l_after       uuid := coalesce(ops.read_uuid(i_request->>'after'), 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    l_account     uuid := ops.read_uuid(i_request->>'account');
    l_institution uuid;
begin
    if i_request ? 'institution' then
        select i.institution_id into l_institution
          from identity.institution i
         where i.code = i_request->>'institution' and i.state <> 'rejected';
        if not found then
            return;
        end if;
    end if;
    return query
    select e.*
      from audit.entry e
     where e.entry_id >= l_first and e.entry_id < least(l_last, l_after)
       and (l_from is null or e.written_at >= l_from)
       and (l_to is null or e.written_at < l_to)
       and (l_account is null or e.account_id = l_account)
       and (l_institution is null or l_institution in (e.institution_id, e.owner_id))
       and (not i_request ? 'action' or e.action = i_request->>'action')
       and (not i_request ? 'object' or e.object = i_request->>'object')
       and (not i_request ? 'trace_id' or e.trace_id = i_request->>'trace_id')
       and (not i_request ? 'outcome' or e.outcome = i_request->>'outcome')
       and audit.is_readable(e, i_readable)
     order by e.entry_id desc
     limit i_limit;
end;
$$;
comment on function audit.list_matching(jsonb, uuid[], integer) is 'Entries by the filters of the contract, newest first.';
revoke all on function audit.list_matching(jsonb, uuid[], integer) from public;
