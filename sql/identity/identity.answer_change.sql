-- SPDX-License-Identifier: Apache-2.0
-- identity.answer_change: what a call answers that asked for a review of an account.
-- Inputs:  i_opened, what identity.ask_change answered; i_secret, whether the
--          answer will bear a secret.

create function identity.answer_change(i_account identity.account, i_opened jsonb, i_secret boolean) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', i_opened ->> 'code', 'body', i_opened - 'code');
    end if;
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('account', identity.describe_account(i_account), 'review', i_opened -> 'review'),
        'facts', jsonb_build_object('owner', i_account.institution_id, 'review', i_opened -> 'review' ->> 'id', 'secret', i_secret));
end;
$$;
comment on function identity.answer_change(identity.account, jsonb, boolean) is 'What a call answers that asked for a review of an account.';
revoke all on function identity.answer_change(identity.account, jsonb, boolean) from public;
