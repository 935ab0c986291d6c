-- SPDX-License-Identifier: Apache-2.0
-- identity.check_service: what a service needs beyond what any account does:
-- an owner, a certificate, addresses, terminals.
-- Input:   i_request: owner (an account's name), certificate, addresses, terminals.
-- Result:  null, or {code, body} of the refusal with its pointer and detail.

create function identity.check_service(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_most      integer := (select p.service_terminals from access.session_policy p where p.policy = i_c.policy);
    l_addresses jsonb   := identity.check_addresses(i_c, i_request -> 'addresses');
    l_at        text;
    l_detail    text;
begin
    if not exists (select from identity.account a
                    where a.name = i_request ->> 'owner' and a.institution_id = i_c.institution_id
                      and a.kind = 'person' and a.state = 'active') then
        l_at     := '/owner';
        l_detail := 'it is the name of an active account of a person of your institution';
    elsif i_request ->> 'certificate' is null then
        l_at     := '/certificate';
        l_detail := 'a service signs in by its certificate';
    elsif l_addresses is not null then
        return l_addresses;
    elsif coalesce((i_request ->> 'terminals')::integer, 1) not between 1 and l_most then
        l_at     := '/terminals';
        l_detail := format('from 1 to %s', l_most);
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_service(audit.call, jsonb) is 'Checks what a service needs beyond what any account does.';
revoke all on function identity.check_service(audit.call, jsonb) from public;
