-- SPDX-License-Identifier: Apache-2.0
-- identity.is_awaited: is a certificate the first device of an account of the
-- institution that others are still deciding on.

create function identity.is_awaited(i_institution uuid, i_thumbprint text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from identity.account a
          join review.review r on r.review_id = a.review_id
         where a.institution_id = i_institution and a.state = 'pending' and review.find_state(r) = 'open'
           and r.payload::jsonb ->> 'thumbprint' = i_thumbprint);
end;
$$;
revoke all on function identity.is_awaited(uuid, text) from public;
comment on function identity.is_awaited(uuid, text) is 'Whether a certificate is that of an account still under review.';
