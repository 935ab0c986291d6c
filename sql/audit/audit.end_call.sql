-- SPDX-License-Identifier: Apache-2.0
-- audit.end_call: closes a call: writes its request entry, keeps its answer.
-- Inputs:  i_code, ok or why it was refused; i_body, the answer; i_facts, what
--          the call found out about its object: owner, revision, delivery,
--          grant, review, reason_code, clause; and secret: true when the
--          answer bears a secret that is shown once.
-- Result:  the answer.  Nothing is written for code clock (the node tries
--          once more) and for strangers' refusals that are summed or beyond the minute's share.
-- Tables:  audit.entry, audit.personal, ops.idempotency, and last of all identity.session.

create function audit.end_call(i_c audit.call, i_code text, i_body jsonb, i_facts jsonb default '{}') returns gateway.answer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_body  jsonb := i_body;
    l_facts jsonb := i_facts;
begin
    if i_code = 'clock' then
        return row(i_code, null)::gateway.answer;
    end if;
    if i_c.repeated is not null then
        l_body  := i_c.repeated;
        l_facts := jsonb_build_object('reason_code', 'repeated');
    elsif i_c.key is not null and i_c.account_id is not null then
        perform ops.keep_answer(i_c, i_code, i_body, coalesce((i_facts->>'secret')::boolean, false));
    end if;
    if i_code = 'owed_first' then
        l_body := jsonb_build_object('must', to_jsonb(identity.list_owed(i_c.account_id)));
    end if;
    if i_code = 'ok' or i_c.account_id is not null or ops.count_refusal(i_c, i_code) then
        perform audit.write_request(i_c, i_code, l_facts);
    end if;
    if i_c.session_id is not null then
        perform identity.touch_sessions(array[i_c.session_id]);
    end if;
    return row(i_code, l_body)::gateway.answer;
end;
$$;
comment on function audit.end_call(audit.call, text, jsonb, jsonb) is 'Closes a call: writes its request entry, keeps its answer for a repeat, and answers.';
revoke all on function audit.end_call(audit.call, text, jsonb, jsonb) from public;
