-- SPDX-License-Identifier: Apache-2.0
-- review.describe_deciding: what the database found when it took a decision:
-- who it is, where, with what, of which groups of the stage, and what they
-- signed, by its digest.  `for` is whose delegate decided, null for oneself;
-- the department is that of whom it was decided for.

create function review.describe_deciding(i_c audit.call, i_stage review.stage, i_decision review.decision) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'stage', i_stage.name, 'account', i_decision.account_id, 'person', i_decision.person_id,
        'institution', i_c.institution_id,
        'department', (select a.department from identity.account a
                        where a.account_id = coalesce(i_decision.for_account_id, i_decision.account_id)),
        'device', i_decision.device_id, 'device_class', i_c.device_class,
        'needs', to_jsonb(i_decision.needs), 'for', case when i_decision.for_person_id is not null then jsonb_build_object(
            'account', i_decision.for_account_id, 'person', i_decision.for_person_id) end,
        'verdict', i_decision.verdict,
        'countersignature', ops.base64url(sha256(convert_to(i_decision.countersignature, 'UTF8'))));
end;
$$;
comment on function review.describe_deciding(audit.call, review.stage, review.decision) is 'What the database found when it took a decision.';
revoke all on function review.describe_deciding(audit.call, review.stage, review.decision) from public;
