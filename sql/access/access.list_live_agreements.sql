-- SPDX-License-Identifier: Apache-2.0
-- access.list_live_agreements: the agreements under which people of one
-- institution may be granted data of another one now, for a purpose (GS-1.7).

create function access.list_live_agreements(i_institution uuid, i_owner uuid, i_purpose text) returns setof access.agreement
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select a.*
      from access.agreement a
      join access.agreement_party one on one.agreement_id = a.agreement_id and one.institution_id = i_institution
      join access.agreement_party other on other.agreement_id = a.agreement_id and other.institution_id = i_owner
     where a.purpose = i_purpose and a.state = 'active' and a.ends_at > statement_timestamp()
     order by a.agreement_id;
end;
$$;
comment on function access.list_live_agreements(uuid, uuid, text) is 'The agreements of two institutions for a purpose that count now.';
revoke all on function access.list_live_agreements(uuid, uuid, text) from public;
