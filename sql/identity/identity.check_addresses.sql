-- SPDX-License-Identifier: Apache-2.0
-- identity.check_addresses: may a service call from these: each is an address
-- or a network, and none is wider than the policy says: two halves are all
-- there are.
-- Input:   i_addresses, an array of text.
-- Result:  null, or {code, body} of the first refusal, which names the entry.

create function identity.check_addresses(i_c audit.call, i_addresses jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object(
                   'pointer', '/addresses/' || a.ordinality - 1, 'detail', a.value || case
                       when ops.read_cidr(a.value) is null then ' is no address or network, as 192.0.2.7, 192.0.2.0/24, 2001:db8::/48'
                       else format(' is too wide: from /%s, of IPv6 from /%s', p.service_prefix4, p.service_prefix6) end))
          from jsonb_array_elements_text(i_addresses) with ordinality a
          join access.session_policy p on p.policy = i_c.policy
         where not coalesce(ops.is_narrow(ops.read_cidr(a.value), p.service_prefix4, p.service_prefix6), false)
         order by a.ordinality limit 1);
end;
$$;
comment on function identity.check_addresses(audit.call, jsonb) is 'Whether a service may call from these addresses.';
revoke all on function identity.check_addresses(audit.call, jsonb) from public;
