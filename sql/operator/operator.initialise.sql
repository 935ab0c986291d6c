-- SPDX-License-Identifier: Apache-2.0
-- operator.initialise: the platform's beginning, once: the shipped policies as
-- set 1, the operator's institution, and its first six people with their
-- certificates pinned; then this door is closed for ever.
-- Input:   {platform, operator {code, name, jurisdiction, departments},
--          people [six: name, person {name, number}, department, rank, roles,
--          thumbprint], recovery {needed, keys [PEM]}, policies {name:
--          document}}.
-- Result:  {code: ok, platform, policy}; {code: conflict} when it has been
--          done; {code: invalid_value, detail} when a policy is below a floor
--          or of another shape, or the people are not six who may be: then
--          nothing has happened.
-- Tables:  all of access and identity; writes platform.initialised.

create function operator.initialise(i_document jsonb) returns jsonb
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer;
begin
    if exists (select from identity.platform) then
        return jsonb_build_object('code', 'conflict', 'detail', 'the platform has been initialised');
    end if;
    l_policy := access.activate_policies(i_document->'policies');
    perform identity.begin_platform(i_document);
    set constraints all immediate;
    return jsonb_build_object('code', 'ok', 'platform', i_document->'platform', 'policy', l_policy);
exception
    when integrity_constraint_violation or check_violation or not_null_violation or foreign_key_violation
         or unique_violation or data_exception or sqlstate 'CS010' or sqlstate 'CS011' or sqlstate 'CS020' then
        return jsonb_build_object('code', 'invalid_value', 'detail', sqlerrm);
end;
$$;
comment on function operator.initialise(jsonb) is 'The platform''s beginning, once.';
revoke all on function operator.initialise(jsonb) from public;
grant execute on function operator.initialise(jsonb) to cs_operator;
