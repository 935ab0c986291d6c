-- SPDX-License-Identifier: Apache-2.0
-- review.check_countersignature: is what the caller signed exactly what is
-- being decided (JR-5.2).  The extension verifies the signature by the key
-- that is bound to the calling device, and returns the signed bytes' members;
-- every one is compared with the database's own rows, nothing is passed beside.
-- Inputs:  the locked review, its open stage; i_request: verdict, comment,
--          countersignature, or of a passkey signing_input and assertion.
-- Result:  ok, wrong_digest for another payload, bad_countersignature for all
--          else: form, key, members too many or too few, any other value, a
--          time more than five minutes off, or a passkey's count that has not
--          grown.
-- Tables:  identity.device, whose passkey's count is kept.

create function review.check_countersignature(i_c audit.call, i_review review.review, i_stage review.stage, i_request jsonb)
    returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_opened jsonb;
    l_signed jsonb;
    l_at     timestamptz;
begin
    select identity.open_signed(d, 'countersignature+jws', coalesce(i_request ->> 'countersignature', i_request ->> 'signing_input'),
                                i_request -> 'assertion') into l_opened
      from identity.device d
     where d.device_id = i_c.device_id and d.account_id = i_c.account_id and d.state = 'bound';
    l_signed := l_opened -> 'payload';
    if l_signed ->> 'digest' <> ops.base64url(i_review.digest) then
        return 'wrong_digest';
    end if;
    -- As text, for 1 and 1.0 are one number but not the same signed bytes.
    if (l_signed - 'at')::text is distinct from review.list_signed_members(i_review, i_stage, i_c.account_id, i_request)::text then
        return 'bad_countersignature';
    end if;
    l_at := ops.read_time(l_signed ->> 'at');
    if l_at between statement_timestamp() - interval '5 minutes' and statement_timestamp() + interval '5 minutes'
       and identity.keep_count(i_c, i_c.device_id, (l_opened ->> 'sign_count')::bigint) then
        return 'ok';
    end if;
    return 'bad_countersignature';
end;
$$;
comment on function review.check_countersignature(audit.call, review.review, review.stage, jsonb) is 'Checks that what the caller signed is exactly what is being decided.';
revoke all on function review.check_countersignature(audit.call, review.review, review.stage, jsonb) from public;
