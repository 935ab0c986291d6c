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
        'gateway.check_release(text, uuid)', 'identity.authenticate(bytea, uuid)', 'gateway.record_cut(jsonb, jsonb)',
        -- What the walls themselves ask.
        'record.is_shown(uuid, uuid)', 'record.is_owned(uuid, uuid)', 'record.is_addressed(record.record, uuid)', 'review.is_asked(uuid, uuid)', 'identity.is_of(uuid, uuid)',
        'access.is_bound(uuid, uuid)',
        -- What the security administrator asks about people of others.
        'record.describe_question(uuid, uuid)', 'access.find_explained(audit.call, text)',
        -- Whose key it is already.
        'identity.claim_device_key(uuid, text, boolean)',
        -- Whose name an answer says, who answers for whom, what is locked before it is compared.
        'identity.list_named(uuid[])', 'identity.find_liaison(text, timestamptz)', 'identity.is_liaison(uuid)',
        'identity.is_answered(uuid)', 'identity.is_active(uuid)', 'identity.hold_account(uuid)', 'identity.hold_dependents(uuid)',
        -- The engine: who of another institution could decide, and what a word given here does there.
        'review.is_ready(review.review, uuid, uuid)', 'review.has_acted(uuid, uuid[])', 'identity.is_able(identity.account)',
        'review.list_holders(review.review, review.need)', 'review.list_deciders(review.review, review.stage)',
        'review.is_decidable(text, identity.account, uuid, timestamptz)', 'review.find_dependence(identity.account, timestamptz)',
        'review.notify_result(audit.call, review.review, text, text)', 'access.find_exclusive(uuid, text[], uuid, text)',
        'access.list_holding(text)', 'access.list_watching(uuid)', 'identity.suspend_dependents(audit.call, uuid)', 'ops.raise_alert(audit.call, text, text, jsonb)',
        'review.list_delegates(review.review, review.need)', 'access.is_beyond(access.grant, text, text)', 'ops.notify(audit.call, uuid[], text, jsonb)',
        'review.apply_institution_admit(audit.call, review.review)',
        'review.apply_institution_suspend(audit.call, review.review)',
        -- Whom a record is forwarded to, and what their institution agreed on.
        'record.find_forwarding(audit.call, jsonb)', 'record.find_forwarder(uuid, uuid, text)',
        -- Policies bind everybody: what they would leave without a rule, and the rows that they are.
        'access.find_breach(integer)', 'access.activate_policies(jsonb)',
        -- The one log: how far it is sealed, its tree, and what proves a review to whoever may show it.
        'audit.seal_age()', 'audit.find_path(bigint, bigint)', 'audit.describe_evidence(uuid, bigint)',
        'access.describe_evidence(integer, bigint)', 'review.describe_proven(review.statement, bigint)', 'review.describe_joining(text, bigint)', 'review.is_sealed(uuid, bigint)',
        'sealer.take_unsealed(integer)', 'sealer.append_leaves(jsonb)',
        -- The operator's own tool, which no network reaches.
        'operator.initialise(jsonb)', 'operator.begin_recovery(jsonb)', 'operator.apply_recovery(jsonb, jsonb)',
        'operator.read_log(bigint, bigint, bigint)']::regprocedure[]
    loop
        execute format('alter function %s security definer', l_function);
        execute format('alter function %s owner to cs_lookup', l_function);
        execute format('grant execute on function %s to cs_owner', l_function); -- whose triggers ask them, too
    end loop;
end $$;

alter function gateway.tick(jsonb, jsonb) owner to cs_clock;
alter function ops.sweep() security definer;
alter function ops.sweep() owner to cs_clock;
