-- SPDX-License-Identifier: Apache-2.0
-- review.try_policies: activates some documents of the set, the others staying
-- as they are, and looks at what came of it, before anybody else can.
-- Inputs:  i_documents, {name: document}; i_keep, false to see only.
-- Result:  null, or why they are not activated: a code, then what it is about:
--          below_floor; exclusive, management or unknown, as access.find_breach
--          finds them; undecidable where policies, or in an institution accounts
--          or devices, that could be decided before would have fewer than the
--          needed people and one more.  Refused, nothing has changed.

create function review.try_policies(i_documents jsonb, i_keep boolean) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_thin   text[] := array(select t.kind || ' ' || t.institution from review.list_thin() t where t.kind <> 'policy.activate');
    l_reason text;
    l_policy integer;
begin
    l_policy := access.activate_policies((
        select jsonb_object_agg(d.name, d.document::jsonb)
          from access.policy_document d
         where d.policy = access.current_policy()) || i_documents);
    set constraints all immediate;
    set constraints all deferred;
    l_reason := coalesce(access.find_breach(l_policy), (
        select format('undecidable: %s of %s, %s', t.kind, t.institution, t.missing)
          from review.list_thin() t
         where t.kind || ' ' || t.institution <> all (l_thin)
         order by t.kind, t.institution
         limit 1));
    if l_reason is not null or not i_keep then
        raise exception using errcode = 'CS099', message = coalesce(l_reason, '');
    end if;
    return null;
exception
    when sqlstate 'CS099' then
        return nullif(sqlerrm, '');
    when sqlstate 'CS010' or sqlstate 'CS011' then
        return 'below_floor: ' || sqlerrm;
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics l_reason = constraint_name;
        return 'below_floor: ' || coalesce(nullif(l_reason, ''), sqlstate);
end;
$$;
comment on function review.try_policies(jsonb, boolean) is 'Activates documents and looks at what came of it.';
revoke all on function review.try_policies(jsonb, boolean) from public;
