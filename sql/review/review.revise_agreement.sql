-- SPDX-License-Identifier: Apache-2.0
-- review.revise_agreement: an agreement that was sent back, or could not be
-- signed in time, is proposed once more with other duties or another end.
-- Result:  {code: ok, payload, base}, or a refusal.  Tables: access.agreement.

create function review.revise_agreement(i_c audit.call, i_review review.review, i_p jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb := access.check_agreement(i_c, i_p);
    l_version integer;
begin
    if l_refusal is not null then
        return l_refusal || '{"code": "invalid_value"}';
    end if;
    update access.agreement a
       set state = 'proposed', duties_digest = i_p ->> 'duties_digest', ends_at = ops.read_time(i_p ->> 'ends_at'), version = a.version + 1
     where a.agreement_id = i_review.object_id and a.state in ('proposed', 'rejected')
    returning a.version into l_version;
    return jsonb_build_object('code', 'ok', 'payload', i_p, 'base', l_version);
end;
$$;
comment on function review.revise_agreement(audit.call, review.review, jsonb) is 'Proposes an agreement once more.';
revoke all on function review.revise_agreement(audit.call, review.review, jsonb) from public;
