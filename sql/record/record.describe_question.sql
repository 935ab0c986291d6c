-- SPDX-License-Identifier: Apache-2.0
-- record.describe_question: what a decision about a record and an account is
-- made from, without anything that belongs to the content (JR-8).
-- Inputs:  i_record, an id of whatever; i_account_id, about whom it is.
-- Result:  as record.describe_facts states it.  Of what the account may not
-- know of, or of what was withdrawn, nothing is stated; and where there is no such record the same is
-- looked up for one that is published to nobody, so that both cost the same.

create function record.describe_question(i_record uuid, i_account_id uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    l_none   constant record.record := jsonb_populate_record(null::record.record, jsonb_build_object(
        'record_id', i_record, 'institution_id', l_nobody, 'account_id', l_nobody, 'state', 'published',
        'level', 'public', 'type', '', 'category', '', 'for_members', false));
    l_account identity.account := (select a from identity.account a where a.account_id = i_account_id);
    l_record  record.record    := coalesce((select r from record.record r where r.record_id = i_record), l_none);
    l_basis   text;
    l_facts   jsonb;
begin
    l_basis := record.find_basis(l_record, l_account.account_id, l_account.institution_id, l_account.rank);
    l_facts := jsonb_build_object(
        'subject', jsonb_build_object(
            'account', l_account.account_id, 'institution', l_account.institution_id, 'rank', l_account.rank,
            'active', identity.current_state(l_account) = 'active' and (
                l_account.kind = 'person' or exists (select from identity.live_service v where v.account_id = l_account.account_id)),
            'permitted', access.has_permission(l_account.account_id, 'record.read')),
        'object', jsonb_build_object(
            'record', i_record, 'institution', l_record.institution_id, 'level', l_record.level, 'state', l_record.state),
        'audience', record.is_addressed(l_record, l_account.institution_id) or record.is_granted(l_record, l_account.account_id),
        'basis', coalesce(l_basis, 'none'),
        'grants', record.describe_grants(l_record, l_account.account_id),
        'policy', access.current_policy());
    return case when l_basis is not null and l_record.state <> 'withdrawn' then l_facts
                else l_facts || jsonb_build_object(
                    'object', jsonb_build_object('record', i_record, 'institution', l_nobody, 'state', 'unknown'),
                    'audience', false, 'basis', 'none', 'grants', '[]'::jsonb) end;
end;
$$;
comment on function record.describe_question(uuid, uuid) is 'What a decision about a record and an account is made from.';
revoke all on function record.describe_question(uuid, uuid) from public;
