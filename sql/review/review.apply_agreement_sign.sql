-- SPDX-License-Identifier: Apache-2.0
-- review.apply_agreement_sign: each party has signed: the agreement carries
-- grants from now on (GS-1.7).
-- Result:  ok, or facts_moved when its end has come, or a party is not active.
-- Tables:  access.agreement; writes agreement.signed.

create function review.apply_agreement_sign(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update access.agreement a
       set state = 'active', version = a.version + 1, signed_at = statement_timestamp()
     where a.agreement_id = i_review.object_id and a.version = i_review.base and a.state = 'proposed'
       and a.ends_at > statement_timestamp()
       and not exists (select
                         from access.agreement_party p
                         join identity.institution i on i.institution_id = p.institution_id
                        where p.agreement_id = a.agreement_id and i.state <> 'active');
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'agreement.signed', 'agreement', i_review.object_id::text, jsonb_build_object(
        'review', i_review.review_id, 'digest', ops.base64url(i_review.digest)));
    return 'ok';
end;
$$;
comment on function review.apply_agreement_sign(audit.call, review.review) is 'Effect of agreement.sign.';
revoke all on function review.apply_agreement_sign(audit.call, review.review) from public;
