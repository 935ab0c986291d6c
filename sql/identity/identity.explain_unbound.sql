-- SPDX-License-Identifier: Apache-2.0
-- identity.explain_unbound: why a transport key that an account's person has
-- registered does not sign in, and what to do.  Who has not the key learns
-- nothing: it was proven on the connection.
-- Inputs:  i_account, a name; i_thumbprint.
-- Result:  {detail, review, awaited} or null; awaited: it may still come to count.

create function identity.explain_unbound(i_account text, i_thumbprint text) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- It begins at the key, so that behind one that nobody registered no name costs more than another.
    return (
        with known as materialized (
            select d.* from identity.device d where d.thumbprint = i_thumbprint
        )
        select jsonb_strip_nulls(jsonb_build_object('review', r.review_id, 'awaited', d.state not in ('bound', 'revoked'), 'detail', case
                   when d.state = 'pinned' then
                       'the password is not set yet: set it with this device by POST /v1/devices'
                   when d.state in ('bound', 'revoked') then
                       'this device was given up for ever: sign in with another one, or ask for a reset of the account'
                   when review.find_state(r) = 'open' then
                       'another person has still to confirm this device, by the review that is named here'
                   else 'the review of this device ended without a confirmation: ask for a reset of the account' end))
          from known d
          join identity.account a on a.account_id = d.account_id
          left join review.review r on r.review_id = d.review_id
         where a.name = i_account and a.state <> 'rejected');
end;
$$;
comment on function identity.explain_unbound(text, text) is 'Why a registered device does not sign in, and what to do.';
revoke all on function identity.explain_unbound(text, text) from public;
