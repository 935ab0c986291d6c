-- SPDX-License-Identifier: Apache-2.0
-- What BANKA and BANKB agreed on, and what was granted under it: how it comes
-- to that is 56-agreements' claim.
insert into identity.account_role values (account('b.approver1'), 'approver.owner');

-- Proposes an agreement as BANKA; agrees, too, as both of its parties do.
create function propose(i_change jsonb default '{}', i_name text default 'a.compliance1') returns gateway.answer language sql as $$
    select tap.door('create_agreement', tap.call(i_name, 'agreement.create'), jsonb_build_object(
        'agreement', ops.uuid_v7(), 'parties', '["BANKB", "BANKA"]'::jsonb, 'purpose', 'risk', 'duties_digest', ops.base64url(sha256('duties')),
        'ends_at', to_char(now() at time zone 'UTC' + interval '90 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) || i_change);
$$;
create function agree(i_change jsonb default '{}') returns uuid language plpgsql as $$
declare
    l_body   jsonb := (tap.propose(i_change)).body;
    l_review uuid  := (l_body->'review'->>'id')::uuid;
begin
    if array[tap.decide('a.compliance2', l_review, 'approve'), tap.decide('b.approver1', l_review, 'approve')] <> '{ok,ok}' then
        raise exception 'not signed: %', l_body;
    end if;
    return (l_body->'agreement'->>'id')::uuid;
end $$;
select agree() as agreement \gset

create function granted(i_name text, i_record uuid, i_more jsonb default '{}') returns uuid language sql as $$
    insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, record_id, type, category, max_level, operations,
                              purpose, agreement_id, until_at, reason, state, granted_at)
    select ops.uuid_v7(), 'data', tap.account(i_name), a.institution_id, tap.institution('BANKA'), i_record, i_more->>'type', i_more->>'category',
           coalesce(i_more->>'max_level', 'secret'), '{view,download}', 'risk',
           (select g.agreement_id from access.agreement g where a.institution_id <> tap.institution('BANKA') order by g.agreement_id limit 1),
           now() + interval '1 day', 'A shared borrower.', 'granted', now()
      from identity.account a where a.name = i_name
    returning grant_id;
$$;
