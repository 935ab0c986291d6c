-- SPDX-License-Identifier: Apache-2.0
-- record.check_release: the database's own look, at the moment of record, at
-- what a decision to release rests on.
-- Inputs:  the record and the revision that the gateway opened, the caller,
--          the operation and purpose of the entry, the grant the decision
--          names or null, the review that it was asked for by or null.
-- Result:  ok, not_found where the caller may not know of it, or facts_moved
--          where any of it no longer holds: the gateway then decides once more.
-- Author and reviewers need neither rank nor grant, but what no rank may do
-- at a level (GS-3.1.2) they may not either.

create function record.check_release(
        i_record record.record, i_revision integer, i_account_id uuid, i_institution_id uuid, i_rank text,
        i_operation text, i_purpose text, i_grant_id uuid, i_review uuid) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy();
    l_basis  text := record.find_basis(i_record, i_account_id, i_institution_id, i_rank, i_review);
    l_side   text := case when i_record.institution_id = i_institution_id then 'own' else 'other' end;
begin
    if l_basis is null or i_record.state = 'withdrawn' then -- its author still knows of it, and opens it no more
        return 'not_found';
    end if;
    if i_record.revision is distinct from i_revision
       or not exists (select from access.matrix m
                       where m.policy = l_policy and m.level = i_record.level and m.operation = i_operation
                         and (m.rank = i_rank or l_basis <> 'none')) then
        return 'facts_moved';
    end if;
    if i_grant_id is null then
        return case when l_basis = 'none' and exists (
                   select from access.grant_rule r
                    where r.policy = l_policy and r.side = l_side and r.level = i_record.level)
               then 'facts_moved' else 'ok' end;
    end if;
    return case when exists (
               select from record.list_grants(i_record, i_account_id) g
                 join access.level most on most.policy = l_policy and most.level = g.max_level
                 join access.level this on this.policy = l_policy and this.level = i_record.level
                where g.grant_id = i_grant_id and this.ordinal <= most.ordinal
                  and i_operation = any (g.operations) and g.purpose = i_purpose)
           then 'ok' else 'facts_moved' end;
end;
$$;
comment on function record.check_release(record.record, integer, uuid, uuid, text, text, text, uuid, uuid) is 'Whether what a decision to release rests on still holds.';
revoke all on function record.check_release(record.record, integer, uuid, uuid, text, text, text, uuid, uuid) from public;
