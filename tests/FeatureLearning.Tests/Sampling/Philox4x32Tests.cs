using FeatureLearning.Sampling;

namespace FeatureLearning.Tests.Sampling;

/// <summary>The generator against the known answers of Random123 (kat_vectors, philox4x32 10).</summary>
public class Philox4x32Tests
{
    [Theory]
    [InlineData(0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Known_answers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox4x32.Block(c0, c1, c2, c3, k0, k1));

    [Theory]
    [InlineData(0u)]
    [InlineData(0xfffffffau)]
    public void Eight_blocks_at_once_are_the_eight_blocks_also_where_the_counter_wraps(uint first)
    {
        var (low, high) = Philox4x32.Blocks(first, 11, 12, 13, 14, 15);
        for (var lane = 0; lane < 8; lane++)
        {
            var (x0, x1, x2, x3) = Philox4x32.Block(unchecked(first + (uint)lane), 11, 12, 13, 14, 15);
            Assert.Equal((x0 | ((ulong)x1 << 32), x2 | ((ulong)x3 << 32)), (low[lane], high[lane]));
        }
    }
}
