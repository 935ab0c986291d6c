-- SPDX-License-Identifier: Apache-2.0
-- Who owns what must look across institutions: the one list.  All other
-- functions see the rows of the caller's institution alone (policies.sql).

do $$
declare
    l_function regprocedure;
begin
    foreach l_function in array array[
        -- What is known before anybody is, and many callers at once.
        'gateway.begin_enrolment(jsonb, jsonb)', 'gateway.complete_enrolment(jsonb, jsonb)',
        'gateway.begin_sign_in(jsonb, jsonb)', 'gateway.complete_sign_in(jsonb, jsonb)',
        'gateway.begin_service(jsonb, jsonb)', 'gateway.read_phrase(jsonb, jsonb)',
        'gateway.prepare_release(jsonb[], jsonb[])', 'gateway.record_release(jsonb[], jsonb[])',
        'gateway.check_release(text, uuid)', 'identity.authenticate(bytea, uuid)',
        -- What the walls themselves ask.
        'record.is_shown(uuid, uuid)', 'review.is_asked(uuid, uuid)',
        -- What the security administrator asks about people of others.
        'record.describe_question(uuid, identity.account)',
        -- The engine: who of another institution could decide, and what a word given here does there.
        'review.is_ready(review.review, uuid, uuid)', 'identity.is_able(identity.account)',
        'access.list_holding(text)', 'access.list_watching(uuid)', 'identity.suspend_dependents(audit.call, uuid)', 'ops.raise_alert(audit.call, text, text, jsonb)',
        'review.list_delegates(review.review, review.need)', 'access.is_beyond(access.grant, text, text)', 'ops.notify(audit.call, uuid[], text, jsonb)',
        'review.apply_institution_admit(audit.call, review.review)',
        'review.apply_institution_suspend(audit.call, review.review)',
        -- Whom a record is forwarded to, and what their institution agreed on.
        'record.find_forwarding(audit.call, jsonb)',
        -- The operator's own tool, which no network reaches.
        'operator.initialise(jsonb)', 'operator.begin_recovery(jsonb)', 'operator.apply_recovery(jsonb, jsonb)']::regprocedure[]
    loop
        execute format('alter function %s security definer', l_function);
        execute format('alter function %s owner to cs_lookup', l_function);
        execute format('grant execute on function %s to cs_owner', l_function); -- whose triggers ask them, too
    end loop;
end $$;

alter function gateway.tick(jsonb, jsonb) owner to cs_clock;
alter function ops.sweep() security definer;
alter function ops.sweep() owner to cs_clock;
