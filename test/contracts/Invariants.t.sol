// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IQuorumRegistry, Member} from "../../contracts/interfaces/IQuorumRegistry.sol";
import {Fixture} from "./support/Fixture.sol";
import {AnnouncementsHandler, RegistryHandler} from "./support/Handlers.sol";

contract InvariantsTest is Fixture {
    RegistryHandler private quorums;
    AnnouncementsHandler private keysOnChain;

    function setUp() public override {
        super.setUp();
        quorums = new RegistryHandler(registry);
        keysOnChain = new AnnouncementsHandler(announcements);
        targetContract(address(quorums));
        targetContract(address(keysOnChain));
    }

    /// @dev The handler tries with any set of signers, current and removed, and notes each success that it did not expect.
    function invariant_noChangeWithoutAThresholdOfCurrentSigners() public view {
        assertEq(quorums.unexpected(), 0);
    }

    function invariant_versionsOnlyGrow() public view {
        assertEq(versionOf(quorums.quorum()), quorums.version());
    }

    function invariant_thresholdsStayWithinTheSigners() public view {
        (, uint16 threshold, uint16 revocationThreshold, Member[] memory members) = registry.quorumOf(quorums.quorum());
        assertGe(revocationThreshold, 1);
        assertGe(threshold, revocationThreshold);
        assertLe(threshold, members.length);
    }

    function invariant_revokedNeverBecomesValid() public view {
        for (uint256 i; i < 4; ++i) {
            if (!quorums.wasRevoked(bytes32(i))) continue;
            assertEq(uint8(statusOf(bytes32(i), quorums.quorum())), uint8(IQuorumRegistry.Status.Revoked));
        }
    }

    function invariant_epochsOnlyGrowAndNobodyWritesAnothersSlot() public view {
        assertEq(keysOnChain.unexpected(), 0);
        for (uint256 i; i < 3; ++i) {
            (uint64 epoch, , uint64 withdrawn, ) = announcements.latestOf(
                keysOnChain.authorityOf(i),
                keysOnChain.SUBJECT()
            );
            assertEq(epoch, keysOnChain.epochOf(i));
            assertEq(withdrawn, keysOnChain.withdrawnOf(i));
            assertLe(withdrawn, epoch);
        }
    }
}
