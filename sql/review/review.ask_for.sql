-- SPDX-License-Identifier: Apache-2.0
-- review.ask_for: does, for a plan, what the call does that raises a review of
-- a kind: the one list of them.
-- Input:   i_request, the call's body, with the id that its path names.
-- Result:  {code, body, facts}, as that call answers.
-- A permission, also in another's name, is asked for as if its risk were high: it
-- is graded when it is really asked for, and the stages may then be fewer.

create function review.ask_for(i_c audit.call, i_kind text, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_asked jsonb;
begin
    case i_kind
        when 'institution.admit'     then return identity.ask_admission(i_c, i_request);
        when 'institution.suspend'   then return identity.ask_institution(i_c, i_kind, 'active', i_request);
        when 'institution.reinstate' then return identity.ask_institution(i_c, i_kind, 'suspended', i_request);
        when 'account.activate'      then return identity.ask_account(i_c, i_request);
        when 'account.unlock'        then return identity.ask_unlock(i_c, i_request);
        when 'account.reset'         then return identity.ask_reset(i_c, i_request);
        when 'account.reinstate'     then return identity.ask_reinstatement(i_c, i_request);
        when 'account.extend'        then return identity.ask_end_date(i_c, i_request);
        when 'account.transfer'      then return identity.ask_transfer(i_c, i_request);
        when 'device.bind'           then return identity.ask_device(i_c, i_request);
        when 'agreement.sign'        then return access.ask_agreement(i_c, i_request);
        when 'record.publish'        then return record.ask_publication(i_c, i_request);
        when 'record.reclassify'     then return record.ask_reclassification(i_c, i_request || jsonb_build_object(
            'identifier', '', 'title_sealed', '00', -- which the gateway makes when it is really asked for
            'revision', (select r.revision from record.record r where r.record_id = ops.read_uuid(i_request ->> 'record'))));
        when 'record.destroy'        then return record.ask_destruction(i_c, i_request);
        when 'policy.activate'       then return review.ask_policies(i_c, i_request);
        when 'breakglass.review'     then return '{"code": "conflict", "body": {"detail": "it opens by itself, when its break-glass has ended"}}';
        when 'permission.grant'      then
            if i_request ? 'to' then -- in another's name
                l_asked := record.find_forwarding(i_c, i_request);
                if l_asked ->> 'code' <> 'ok' then
                    return access.refuse_asked(l_asked);
                end if;
                return access.open_request(i_c, jsonb_populate_record(i_c, l_asked -> 'holder'), l_asked -> 'request' || jsonb_build_object(
                    'grant', i_request -> 'grant', 'risk', jsonb_build_object(
                        'grade', 'high', 'points', 0, 'factors', '[]'::jsonb, 'inputs', l_asked -> 'inputs')), l_asked);
            end if;
            l_asked := access.find_asked(i_c, i_request);
            if l_asked ->> 'code' <> 'ok' then
                return access.refuse_asked(l_asked);
            end if;
            return access.open_request(i_c, i_c, i_request || jsonb_build_object('risk', jsonb_build_object(
                'grade', 'high', 'points', 0, 'factors', '[]'::jsonb,
                'inputs', access.find_risk_facts(i_c, i_request, (l_asked ->> 'owner')::uuid))), l_asked);
    end case;
end;
$$;
comment on function review.ask_for(audit.call, text, jsonb) is 'Does what the call does that raises a review of a kind.';
revoke all on function review.ask_for(audit.call, text, jsonb) from public;
