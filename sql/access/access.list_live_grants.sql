-- SPDX-License-Identifier: Apache-2.0
-- access.list_live_grants: the grants of an account that count at this moment,
-- in the order in which they were asked for: within their term, and of data of
-- another institution under an agreement that is in force (GS-1.7).

create function access.list_live_grants(i_account uuid) returns setof access.grant
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select g.*
      from access.grant g
      left join access.agreement a on a.agreement_id = g.agreement_id
     where g.account_id = i_account and g.state = 'granted' and g.until_at > statement_timestamp()
       and (g.agreement_id is null or a.state = 'active' and a.ends_at > statement_timestamp())
     order by g.grant_id;
end;
$$;
comment on function access.list_live_grants(uuid) is 'Grants of an account that count now.';
revoke all on function access.list_live_grants(uuid) from public;
